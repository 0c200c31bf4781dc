import { memo, type ReactNode } from "react";
import { taskById } from "#tasks";
import { wordsOf } from "../error-text.ts";
import type { QueueItem } from "../state/queue-state.ts";
import { filesText } from "../text/files-text.ts";
import { useAppState } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { Thumbnail } from "../ui/thumbnail.tsx";
import { hitsOf, outcomeWords, type TaskViews } from "./item-words.ts";

/** Filled, a picture keeps this part of its shape; else it is shown whole. */
const leastVisible = 0.7;
const tileShape = 4 / 3;

/** What a tile is given; the same again where its file did not change. */
export interface TileProps {
  readonly item: QueueItem;
  readonly views: TaskViews;
  /** The one tile that the tab key reaches. */
  readonly isReached: boolean;
  onOpen(id: number): void;
  onReach(id: number): void;
}

/** One file of the gallery: its small picture, its name, and what was found in words. */
export const GalleryTile = memo(function GalleryTile({
  item,
  views,
  isReached,
  onOpen,
  onReach,
}: TileProps): ReactNode {
  const { id, name, kind, outcome, size, thumbnail } = item;
  const shape = size ? size.width / size.height / tileShape : 1;
  return (
    <li className="tile">
      <button
        type="button"
        data-testid="tile"
        data-id={id}
        data-outcome={outcome.at}
        tabIndex={isReached ? 0 : -1}
        onClick={() => onOpen(id)}
        onFocus={() => onReach(id)}
      >
        <span className="tile-picture" aria-hidden="true">
          <Thumbnail
            {...(thumbnail && { thumbnail })}
            fit={Math.min(shape, 1 / shape) >= leastVisible ? "cover" : "contain"}
          />
          {outcome.at === "failed" && <Icon name="attention" />}
          {outcome.at !== "failed" && !thumbnail && (
            <Icon name={kind === "video" ? "play" : "files"} />
          )}
          {kind === "video" && <span className="tile-kind">{filesText.video}</span>}
          {outcome.at === "running" && kind === "video" && (
            <progress max={1} value={outcome.progress} />
          )}
        </span>
        <span className="tile-name">{name}</span>
        <TileWords item={item} views={views} />
      </button>
    </li>
  );
});

function TileWords({ item, views }: Pick<TileProps, "item" | "views">): ReactNode {
  const task = useAppState((state) => state.task);
  const { outcome } = item;
  switch (outcome.at) {
    case "waiting":
      return <span className="tile-words quiet">{filesText.waiting}</span>;
    case "running":
      return (
        <span className="tile-words alive">
          {item.kind === "video" ? filesText.runningPart(outcome.progress) : filesText.running}
        </span>
      );
    case "failed":
      return <span className="tile-words tile-error">{wordsOf(outcome.error).words}</span>;
    case "done": {
      const other = outcome.facts.task === task ? undefined : taskById(outcome.facts.task);
      const isNothing = hitsOf(outcome, views) === 0;
      return (
        <span className={isNothing ? "tile-words quiet" : "tile-words"}>
          {other && filesText.otherTask(other.text.en.title)}
          {outcomeWords(item, outcome, views)}
        </span>
      );
    }
  }
}
