import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { text } from "../text/text.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";

/** A modal sheet: rises from below on phones, stands in the middle elsewhere. Focus returns where it was. */
export function Sheet({
  title,
  name,
  children,
}: {
  title: string;
  name: string;
  children: ReactNode;
}): ReactNode {
  const { app } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    // Closing gives the focus back, which removing the element would not.
    return () => opened?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the backdrop's click has Escape as its key
    <dialog
      ref={dialog}
      className="sheet"
      data-testid={`sheet-${name}`}
      aria-labelledby={titleId}
      onClose={({ currentTarget }) => {
        if (!currentTarget.open && currentTarget.isConnected) app.openSheet(null);
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) dialog.current?.close();
      }}
    >
      <div className="sheet-body">
        <div className="sheet-head">
          <h2 id={titleId}>{title}</h2>
          <button
            type="button"
            className="round"
            aria-label={text.close}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
