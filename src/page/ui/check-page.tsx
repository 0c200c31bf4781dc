import { type ReactNode, useMemo } from "react";
import type { App } from "../state/app.ts";
import { checkText } from "../text/check-text.ts";
import { AppContext } from "./app-context.ts";
import { DeviceCheckPanel } from "./device-check.tsx";
import { useMedia } from "./use-media.ts";

/** The check as a page of its own, for showing what a device can do. */
export function CheckPage({ app }: { app: App }): ReactNode {
  const value = useMemo(() => ({ app, pickPictures: () => {} }), [app]);
  const wide = useMedia("(min-width: 900px)");
  return (
    <AppContext value={value}>
      <main className="check-page">
        <div className="check-page-head">
          <h1>{checkText.title}</h1>
          <a href={import.meta.env.BASE_URL}>{checkText.openApp}</a>
        </div>
        <DeviceCheckPanel wide={wide} />
      </main>
    </AppContext>
  );
}
