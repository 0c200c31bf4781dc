import { AppError, isAbort, type Size } from "#shared";
import { sortChosen, sortFolder } from "../sources/sort-files.ts";
import { type AppStore, composes, shownItem } from "./app-state.ts";
import { asAppError } from "./as-app-error.ts";
import type { Pictures } from "./pictures.ts";
import {
  emptyQueue,
  type ItemOutcome,
  isCurrent,
  type QueueItem,
  type QueueState,
} from "./queue-state.ts";
import { type ItemRun, isInterrupted } from "./run-item.ts";

/** The files that a person chose: taken in, run one after another, shown, taken out. */
export interface Queue {
  /** Takes files in; false where none of them fits. Those of folders may be anything, and are sorted out. */
  add(files: Iterable<File>, fromFolders?: Iterable<File>): boolean;
  /** Shows an item in the live view. */
  show(id: number): void;
  /** What is shown in the live view is drawn anew: it came into view, or its task changed. */
  redraw(): void;
  /** Runs what waits, where it may. */
  run(): void;
  /** Stops for good, until `goOn`. */
  cancel(): void;
  goOn(): void;
  /** Stops for now: what runs waits again. */
  pause(): void;
  remove(id: number): void;
  clear(): void;
  retryFailed(): void;
  /** Runs again what was found with another task or other options. */
  lookAgain(): void;
  /** Of videos that are run from now on, every n-th frame is looked at. */
  setEveryNth(everyNth: number): void;
  /** The task or its options changed: a few results follow at once, many are left to `lookAgain`. */
  follow(): void;
}

/** What the queue needs from outside. */
export interface QueueParts {
  readonly store: AppStore;
  readonly runItem: ItemRun;
  readonly pictures: Pick<Pictures, "show">;
  /** The pixels of the picture that the live view shows. */
  onShown(size: Size): void;
  /** There is something to run by the person's own wish: a session is wanted for it. */
  onWake(): void;
}

/** So many results follow a changed option by themselves; more would take longer than a person waits. */
export const followsItself = 24;
/** A slider changes options many times on its way. */
const followDelayMs = 150;
/** An item with which the worker died this often is given up: the next ones have their turn. */
const mostLosses = 2;

/** Creates the queue over the store. */
export function createQueue(parts: QueueParts): Queue {
  const { store, runItem, pictures, onShown, onWake } = parts;
  const { getState: get, setState: set } = store;
  let nextId = 1;
  let running: { readonly id: number; readonly abort: AbortController } | null = null;
  let followTimer: ReturnType<typeof setTimeout> | undefined;
  const losses = new Map<number, number>();

  const setQueue = (change: Partial<QueueState>): void =>
    set(({ queue }) => ({ queue: { ...queue, ...change } }));
  const mapItems = (map: (item: QueueItem) => QueueItem): void =>
    setQueue({ items: get().queue.items.map(map) });
  const change = (id: number, part: Partial<QueueItem>): void =>
    mapItems((item) => (item.id === id ? { ...item, ...part } : item));
  const settle = (id: number, outcome: ItemOutcome): void => change(id, { outcome });
  const waitAgain = (which: (item: QueueItem) => boolean): void =>
    mapItems((item) => (which(item) ? { ...item, outcome: { at: "waiting" } } : item));

  const isReady = (): boolean => {
    const { model, source, wanted, task, queue } = get();
    const loaded = model.at === "ready" && model.session.task === task;
    return wanted && source === "files" && loaded && !queue.stopped;
  };
  /** Videos play in the live view; they are run where their results can be seen. */
  const mayRun = ({ kind, outcome }: QueueItem): boolean =>
    outcome.at === "waiting" && (kind === "picture" || get().place !== "live");
  /** What is looked at first, then the rest in order. */
  const nextWaiting = (): QueueItem | undefined => {
    const shown = shownItem(get());
    if (shown && mayRun(shown)) return shown;
    return get().queue.items.find(mayRun);
  };
  const isStale = ({ outcome }: QueueItem): boolean => {
    const { task, options } = get();
    return (
      outcome.at === "done" &&
      !isCurrent({ task: outcome.facts.task, options: outcome.options }, task, options[task])
    );
  };
  const isShown = (id: number): boolean => get().place === "live" && get().queue.shownId === id;

  const runOne = async (item: QueueItem): Promise<"next" | "wait"> => {
    const { id } = item;
    const { task, options, model } = get();
    if (model.at !== "ready") return "wait";
    const abort = new AbortController();
    running = { id, abort };
    settle(id, { at: "running", progress: 0 });
    try {
      const ran = await runItem(item, {
        task,
        options: options[task],
        session: model.session,
        everyNth: get().queue.everyNth,
        show: isShown(id),
        signal: abort.signal,
        onProgress: (progress) => {
          if (running?.id === id) settle(id, { at: "running", progress });
        },
      });
      losses.delete(id);
      change(id, ran);
      if (ran.outcome.at === "done" && isShown(id) && ran.size) {
        onShown(ran.size);
        set({ result: ran.outcome.results[0] ?? null });
      }
      return "next";
    } catch (error) {
      const lost = AppError.is(error, "worker-lost");
      if (lost) losses.set(id, (losses.get(id) ?? 0) + 1);
      const givenUp = lost && (losses.get(id) ?? 0) >= mostLosses;
      if (!isInterrupted(error) || givenUp) {
        settle(id, { at: "failed", error: asAppError(error) });
        return lost ? "wait" : "next";
      }
      settle(id, { at: "waiting" });
      // A lost worker is restarted, and `run` is called when its session is ready.
      return isAbort(error) ? "next" : "wait";
    } finally {
      running = null;
    }
  };

  const run = async (): Promise<void> => {
    if (running) return;
    for (let item = nextWaiting(); item && isReady(); item = nextWaiting()) {
      if ((await runOne(item)) === "wait") return;
    }
  };
  const pause = (): void => running?.abort.abort();
  const wake = (): void => {
    setQueue({ stopped: false });
    onWake();
    void run();
  };

  const redraw = (): void => {
    const item = shownItem(get());
    if (!item || get().place !== "live") return;
    if (isStale(item)) waitAgain(({ id }) => id === item.id);
    const { outcome } = shownItem(get()) ?? item;
    const result = outcome.at === "done" ? (outcome.results[0] ?? null) : null;
    set({ result, detail: null });
    void showPicture(item, outcome);
  };
  const showPicture = async (item: QueueItem, outcome: ItemOutcome): Promise<void> => {
    const failed = outcome.at === "failed" || item.kind === "video";
    const state = get();
    const result = outcome.at === "done" ? (outcome.results[0] ?? null) : null;
    // Before its result a picture that is changed is not shown; when it runs, it is.
    const hidden = !result && composes(state);
    const request =
      failed || hidden
        ? null
        : { item, task: state.task, options: state.options[state.task], result };
    const size = await pictures.show(request).catch(() => null);
    if (size && isShown(item.id)) onShown(size);
  };

  return {
    add(files, fromFolders = []) {
      const { sorted, leftOut } = sortFolder(fromFolders);
      const fresh = [...sortChosen(files), ...sorted].map(
        ({ file, kind }): QueueItem => ({
          id: nextId++,
          name: file.name,
          kind,
          file,
          outcome: { at: "waiting" },
        }),
      );
      const first = fresh[0];
      if (leftOut > 0) setQueue({ leftOut: get().queue.leftOut + leftOut });
      if (!first) return false;
      const { items } = get().queue;
      setQueue({ items: [...items, ...fresh], shownId: first.id, stopped: false });
      return true;
    },
    show(id) {
      setQueue({ shownId: id });
      redraw();
      void run();
    },
    redraw,
    run: () => void run(),
    cancel() {
      setQueue({ stopped: true });
      pause();
    },
    goOn: wake,
    pause,
    remove(id) {
      if (running?.id === id) pause();
      const { items, shownId } = get().queue;
      const at = items.findIndex((item) => item.id === id);
      const rest = items.filter((item) => item.id !== id);
      const neighbour = rest[Math.min(at, rest.length - 1)]?.id ?? null;
      setQueue({ items: rest, shownId: shownId === id ? neighbour : shownId });
    },
    clear() {
      pause();
      setQueue({ ...emptyQueue, everyNth: get().queue.everyNth });
    },
    retryFailed() {
      losses.clear();
      waitAgain(({ outcome }) => outcome.at === "failed");
      wake();
    },
    lookAgain() {
      waitAgain(isStale);
      wake();
    },
    setEveryNth: (everyNth) => setQueue({ everyNth }),
    follow() {
      clearTimeout(followTimer);
      followTimer = setTimeout(() => {
        // What runs still runs with what was chosen before.
        pause();
        const stale = get().queue.items.filter(isStale);
        const all = stale.length <= followsItself;
        waitAgain((item) => (all || isShown(item.id)) && isStale(item));
        void run();
      }, followDelayMs);
    },
  };
}
