import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { wordsOf } from "../error-text.ts";
import type { QueueItem } from "../state/queue-state.ts";
import { filesText } from "../text/files-text.ts";
import { text } from "../text/text.ts";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { useDrawItem } from "./draw-item.ts";
import { outcomeWords, resultWords, type TaskViews } from "./item-words.ts";
import { VideoScrubber } from "./video-scrubber.tsx";
import { type ZoomHandle, ZoomSurface } from "./zoom-surface.tsx";

/** One press zooms this far, one arrow key moves this many CSS pixels. */
const zoomStep = 1.4;
const panStep = 80;

/** One file, large: its picture or a moment of its video with what was found, to zoom into and page through. */
export function Viewer({
  items,
  item,
  views,
  onOpen,
}: {
  /** Those that paging goes through. */
  items: readonly QueueItem[];
  item: QueueItem;
  views: TaskViews;
  /** Opens another; null goes back to all of them. */
  onOpen: (id: number | null) => void;
}): ReactNode {
  const { app } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const zoom = useRef<ZoomHandle>(null);
  const [percent, setPercent] = useState(100);
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close();
  }, []);
  // What is looked at has its turn first.
  useEffect(() => app.files.queue.show(item.id), [app, item.id]);

  const index = items.findIndex(({ id }) => id === item.id);
  const step = (by: 1 | -1): void => {
    const next = items[index + by];
    if (next) onOpen(next.id);
  };
  const remove = (): void => {
    const next = items[index + 1] ?? items[index - 1];
    app.files.queue.remove(item.id);
    onOpen(next?.id ?? null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A slider has its own arrow keys.
    if (event.target instanceof HTMLInputElement) return;
    const { key } = event;
    if (key === "+" || key === "=") zoom.current?.zoomBy(zoomStep);
    else if (key === "-") zoom.current?.zoomBy(1 / zoomStep);
    else if (key === "0") zoom.current?.fit();
    else if (key === "ArrowRight") zoom.current?.pan(-panStep, 0) || step(1);
    else if (key === "ArrowLeft") zoom.current?.pan(panStep, 0) || step(-1);
    else if (key === "ArrowDown") zoom.current?.pan(0, -panStep);
    else if (key === "ArrowUp") zoom.current?.pan(0, panStep);
    else if (key === "PageDown") step(1);
    else if (key === "PageUp") step(-1);
    else if (key === "Delete") remove();
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      className="viewer chrome"
      data-testid="viewer"
      aria-label={item.name}
      onKeyDown={onKeyDown}
      onClose={({ currentTarget }) => {
        if (!currentTarget.open && currentTarget.isConnected) onOpen(null);
      }}
    >
      <header>
        <button
          type="button"
          className="round"
          data-testid="viewer-close"
          aria-label={filesText.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="previous" />
        </button>
        <h2>{item.name}</h2>
        <span className="quiet numbers">{filesText.position(index + 1, items.length)}</span>
        <button
          type="button"
          className="round"
          aria-label={filesText.remove}
          title={filesText.remove}
          onClick={remove}
        >
          <Icon path="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5" />
        </button>
      </header>
      <Shown key={item.id} {...{ item, views, zoom, step, setPercent }} />
      <nav className="viewer-keys" aria-label={text.controls}>
        <button
          type="button"
          className="round"
          aria-label={filesText.previous}
          disabled={index <= 0}
          onClick={() => step(-1)}
        >
          <Icon name="previous" />
        </button>
        <button
          type="button"
          className="round"
          aria-label={filesText.zoomOut}
          onClick={() => zoom.current?.zoomBy(1 / zoomStep)}
        >
          <Icon path="M6 12h12" />
        </button>
        <button
          type="button"
          className="button numbers"
          data-testid="zoom-percent"
          aria-label={`${filesText.zoomFit}, ${filesText.zoomed(percent)}`}
          onClick={() => zoom.current?.fit()}
        >
          {filesText.zoomed(percent)}
        </button>
        <button
          type="button"
          className="round"
          aria-label={filesText.zoomIn}
          onClick={() => zoom.current?.zoomBy(zoomStep)}
        >
          <Icon path="M6 12h12M12 6v12" />
        </button>
        <button
          type="button"
          className="round"
          aria-label={filesText.next}
          disabled={index >= items.length - 1}
          onClick={() => step(1)}
        >
          <Icon name="next" />
        </button>
      </nav>
      <p className="visually-hidden">{filesText.viewerHelp}</p>
    </dialog>
  );
}

function Shown({
  item,
  views,
  zoom,
  step,
  setPercent,
}: {
  item: QueueItem;
  views: TaskViews;
  zoom: React.RefObject<ZoomHandle | null>;
  step: (by: 1 | -1) => void;
  setPercent: (percent: number) => void;
}): ReactNode {
  const { outcome, size, kind } = item;
  const results = outcome.at === "done" ? outcome.results : [];
  const [moment, setMoment] = useState(0);
  const at = Math.min(moment, Math.max(0, results.length - 1));
  const result = results[at] ?? null;
  const draw = useDrawItem(item, result);
  const words =
    outcome.at !== "done"
      ? filesText[outcome.at === "running" ? "running" : "waiting"]
      : kind === "video" && result
        ? resultWords(result, views) || filesText.nothing
        : outcomeWords(item, outcome, views);
  if (outcome.at === "failed") {
    const { title, words: why } = wordsOf(outcome.error);
    return (
      <div className="viewer-stage">
        <div className="card" role="alert" data-testid="error" data-code={outcome.error.code}>
          <h3>{title}</h3>
          <p>{why}</p>
        </div>
      </div>
    );
  }
  return (
    <>
      <div className="viewer-stage">
        {draw && size ? (
          <ZoomSurface
            size={size}
            draw={draw}
            label={filesText.picture(item.name)}
            handle={zoom}
            onScale={setPercent}
            onSwipe={step}
          />
        ) : (
          <p className="quiet">{outcome.at === "done" ? filesText.hiddenYet : words}</p>
        )}
      </div>
      <footer>
        {kind === "video" && outcome.at === "done" && (
          <VideoScrubber results={results} views={views} index={at} onIndex={setMoment} />
        )}
        <p className="viewer-words" data-testid="viewer-words" role="status">
          {words}
        </p>
        {outcome.at === "done" && size && (
          <p className="quiet numbers">
            {[
              filesText.size(size.width, size.height),
              filesText.took(outcome.ms),
              `${outcome.facts.engine} · ${outcome.facts.backend}`,
              ...outcome.notes.map((note) =>
                note.kind === "reduced"
                  ? filesText.note.reduced(note, size.width, size.height)
                  : filesText.note[note.kind],
              ),
            ].join(" · ")}
          </p>
        )}
      </footer>
    </>
  );
}
