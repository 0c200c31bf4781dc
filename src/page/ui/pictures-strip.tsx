import type { ReactNode } from "react";
import { countsOf } from "../state/queue-state.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { Thumbnail } from "./thumbnail.tsx";

/** So many files to each side of the shown one are in the strip; the Files place shows all of them. */
const reach = 8;

/** Several chosen files: one is shown, its neighbours wait in a strip. */
export function PicturesStrip(): ReactNode {
  const { app } = useApp();
  const isFiles = useAppState((state) => state.source === "files" && state.place === "live");
  const queue = useAppState((state) => state.queue);
  if (!isFiles || queue.items.length === 0) return null;
  const { items, shownId } = queue;
  const { total, done, failed } = countsOf(queue);
  const index = Math.max(
    0,
    items.findIndex(({ id }) => id === shownId),
  );
  const from = Math.max(0, index - reach);
  const broken = items.filter(({ outcome }) => outcome.at === "failed").slice(0, 3);
  const step = (to: number): void => {
    const item = items[to];
    if (item) app.showItem(item.id);
  };
  return (
    <>
      {total > 1 && broken.length > 0 && (
        <p className="strip-note attention">
          {text.unreadable(broken.map(({ name }) => name).join(", "), failed - broken.length)}
        </p>
      )}
      <nav
        className="strip on-picture"
        aria-label={text.pictures}
        data-testid="queue"
        data-done={done}
        data-total={total}
        data-failed={failed}
        hidden={total < 2}
      >
        <button
          type="button"
          className="round"
          aria-label={text.previous}
          disabled={index === 0}
          onClick={() => step(index - 1)}
        >
          <Icon name="previous" />
        </button>
        <ol>
          {items.slice(from, index + reach + 1).map((item, offset) => (
            <li key={item.id}>
              <button
                type="button"
                data-outcome={item.outcome.at}
                aria-current={item.id === shownId}
                aria-label={text.pictureOf(from + offset + 1, total, item.name)}
                onClick={() => app.showItem(item.id)}
              >
                {item.outcome.at === "failed" && <Icon name="attention" />}
                {item.outcome.at !== "failed" &&
                  (item.thumbnail ? (
                    <Thumbnail thumbnail={item.thumbnail} />
                  ) : (
                    <Icon name={item.kind === "video" ? "play" : "files"} />
                  ))}
              </button>
            </li>
          ))}
        </ol>
        <button
          type="button"
          className="round"
          aria-label={text.next}
          disabled={index === total - 1}
          onClick={() => step(index + 1)}
        >
          <Icon name="next" />
        </button>
      </nav>
    </>
  );
}
