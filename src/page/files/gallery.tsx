import { type KeyboardEvent, type ReactNode, useCallback, useRef, useState } from "react";
import type { QueueItem } from "../state/queue-state.ts";
import { filesText } from "../text/files-text.ts";
import { useApp } from "../ui/app-context.ts";
import { GalleryTile } from "./gallery-tile.tsx";
import type { TaskViews } from "./item-words.ts";

/** The files as a grid. One tab stop; arrow keys move in it, Enter opens, Delete takes out. */
export function Gallery({
  items,
  views,
  onOpen,
}: {
  items: readonly QueueItem[];
  views: TaskViews;
  onOpen: (id: number) => void;
}): ReactNode {
  const { app } = useApp();
  const list = useRef<HTMLUListElement>(null);
  const [reached, setReached] = useState<number | null>(null);
  const onReach = useCallback((id: number) => setReached(id), []);
  const tabStop = items.some(({ id }) => id === reached) ? reached : (items[0]?.id ?? null);

  const focusAt = (index: number): void => {
    const item = items[Math.min(Math.max(index, 0), items.length - 1)];
    if (!item) return;
    setReached(item.id);
    list.current?.querySelector<HTMLElement>(`[data-id="${item.id}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>): void => {
    const index = items.findIndex(({ id }) => id === tabStop);
    const step = stepOf(event);
    if (event.key === "Home") focusAt(0);
    else if (event.key === "End") focusAt(items.length - 1);
    else if (event.key === "Delete" && tabStop !== null) {
      focusAt(index === items.length - 1 ? index - 1 : index + 1);
      app.files.queue.remove(tabStop);
    } else if (step !== 0) focusAt(index + step);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <ul
        ref={list}
        className="gallery"
        aria-label={filesText.gallery}
        aria-describedby="gallery-help"
        onKeyDown={onKeyDown}
      >
        {items.map((item) => (
          <GalleryTile
            key={item.id}
            item={item}
            views={views}
            isReached={item.id === tabStop}
            onOpen={onOpen}
            onReach={onReach}
          />
        ))}
      </ul>
      <p id="gallery-help" className="visually-hidden">
        {filesText.galleryHelp}
      </p>
    </>
  );
}

/** How many files a key moves on, as the grid lies just now. */
function stepOf({ key, currentTarget }: KeyboardEvent<HTMLUListElement>): number {
  const style = getComputedStyle(currentTarget);
  const columns = style.gridTemplateColumns.split(" ").length;
  const forward = style.direction === "rtl" ? -1 : 1;
  switch (key) {
    case "ArrowRight":
      return forward;
    case "ArrowLeft":
      return -forward;
    case "ArrowDown":
      return columns;
    case "ArrowUp":
      return -columns;
    default:
      return 0;
  }
}
