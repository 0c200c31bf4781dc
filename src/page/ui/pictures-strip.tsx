import type { ReactNode } from "react";
import { composes } from "../state/app-state.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { Icon } from "./icon.tsx";

/** Several chosen pictures: one is shown, the others wait in a strip. */
export function PicturesStrip(): ReactNode {
  const { app } = useApp();
  const isFiles = useAppState((state) => state.source === "files");
  const pictures = useAppState((state) => state.pictures);
  const index = useAppState((state) => state.pictureIndex);
  // What is changed before it is shown is not shown unchanged in a small picture either.
  const composed = useAppState(composes);
  if (!isFiles || pictures.length < 2) return null;
  const unreadable = pictures.filter(({ outcome }) => outcome.at === "failed");
  return (
    <>
      {unreadable.length > 0 && (
        <p className="strip-note attention">
          {text.unreadable(unreadable.map(({ file }) => file.name).join(", "))}
        </p>
      )}
      <nav className="strip on-picture" aria-label={text.pictures}>
        <button
          type="button"
          className="round"
          aria-label={text.previous}
          disabled={index === 0}
          onClick={() => app.showPicture(index - 1)}
        >
          <Icon name="previous" />
        </button>
        <ol>
          {pictures.map(({ url, file, outcome }, at) => (
            <li key={url}>
              <button
                type="button"
                data-outcome={outcome.at}
                aria-current={at === index}
                aria-label={text.pictureOf(at + 1, pictures.length, file.name)}
                onClick={() => app.showPicture(at)}
              >
                {outcome.at === "failed" && <Icon name="attention" />}
                {outcome.at !== "failed" && (composed ? at + 1 : <img src={url} alt="" />)}
              </button>
            </li>
          ))}
        </ol>
        <button
          type="button"
          className="round"
          aria-label={text.next}
          disabled={index === pictures.length - 1}
          onClick={() => app.showPicture(index + 1)}
        >
          <Icon name="next" />
        </button>
      </nav>
    </>
  );
}
