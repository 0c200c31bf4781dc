import type { Calls, Client } from "#protocol";
import { AppError, isAbort } from "#shared";
import type { TaskResult } from "#tasks";
import { dropPictures, picturesAmong } from "../sources/pictures.ts";
import {
  type AppStore,
  type ChosenPicture,
  composes,
  type PictureOutcome,
  shownPicture,
} from "./app-state.ts";

/** Pictures from files: each runs once, and the shown one has its overlay. */
export interface PictureRun {
  choose(files: Iterable<File>): boolean;
  show(index: number): void;
  /** Runs what waits; called when a session is ready. */
  resume(): void;
  /** Takes the shown picture's result under other options. */
  refresh(result: TaskResult): void;
  /** Forgets every result: another task looks at the same pictures. */
  startOver(): void;
  clear(): void;
}

/** Creates the run of pictures over the supervisor's calls. */
export function createPictureRun(store: AppStore, call: Client<Calls>["call"]): PictureRun {
  let busy = false;
  /** The picture that the worker drew last. */
  let drawnUrl: string | undefined;

  const settle = (picture: ChosenPicture, outcome: PictureOutcome): void =>
    store.setState(({ pictures }) => ({
      pictures: pictures.map((each) => (each.url === picture.url ? { ...each, outcome } : each)),
    }));
  /** The worker drew the picture it ran last; what is shown may be another. */
  const redraw = (): void => {
    const shown = shownPicture(store.getState());
    const result = shown?.outcome.at === "done" ? shown.outcome.result : null;
    store.setState({ result, detail: null });
    if (shown && shown.url === drawnUrl) return;
    drawnUrl = undefined;
    // A picture that the worker draws itself is drawn while it runs, from its pixels.
    const mustRun = shown && result && composes(store.getState());
    if (mustRun) settle(shown, { at: "waiting" });
    void call("showResult", mustRun ? null : result).catch(() => undefined);
  };
  /** The shown picture first, then the rest in order. */
  const nextWaiting = (): ChosenPicture | undefined => {
    const { pictures, pictureIndex } = store.getState();
    const shown = pictures[pictureIndex];
    if (shown?.outcome.at === "waiting") return shown;
    return pictures.find((picture) => picture.outcome.at === "waiting");
  };
  const isReady = (): boolean => {
    const { model, source, wanted } = store.getState();
    return wanted && source === "files" && model.at === "ready";
  };

  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let picture = nextWaiting(); picture && isReady(); picture = nextWaiting()) {
      const { file } = picture;
      try {
        const result = await call("runPicture", { file, name: file.name });
        // The task was changed meanwhile: its own session asks again.
        if (result.task !== store.getState().task) break;
        drawnUrl = picture.url;
        settle(picture, { at: "done", result });
      } catch (error) {
        // The supervisor restarts the worker, and `resume` comes back here.
        if (isAbort(error) || AppError.is(error, "worker-lost")) break;
        settle(picture, {
          at: "failed",
          error:
            error instanceof AppError
              ? error
              : new AppError("picture-unreadable", {
                  file: file.name,
                  fault: "broken",
                  is: "unknown",
                  reason: String(error),
                }),
        });
      }
      redraw();
    }
    busy = false;
  };

  return {
    choose(files) {
      const pictures = picturesAmong(files);
      if (pictures.length === 0) return false;
      dropPictures(store.getState().pictures);
      drawnUrl = undefined;
      store.setState({
        pictures: pictures.map((picture) => ({ ...picture, outcome: { at: "waiting" } })),
        pictureIndex: 0,
        result: null,
        detail: null,
      });
      return true;
    },
    show(index) {
      const { pictures } = store.getState();
      store.setState({
        pictureIndex: Math.min(Math.max(index, 0), Math.max(0, pictures.length - 1)),
      });
      redraw();
      void run();
    },
    resume() {
      if (!isReady()) return;
      // The session is new, and so is what it drew.
      drawnUrl = undefined;
      redraw();
      void run();
    },
    refresh(result) {
      const shown = shownPicture(store.getState());
      if (shown && shown.url === drawnUrl) settle(shown, { at: "done", result });
    },
    startOver() {
      drawnUrl = undefined;
      store.setState(({ pictures }) => ({
        pictures: pictures.map((each) =>
          each.outcome.at === "done" ? { ...each, outcome: { at: "waiting" } } : each,
        ),
      }));
    },
    clear() {
      dropPictures(store.getState().pictures);
      store.setState({ pictures: [], pictureIndex: 0 });
    },
  };
}
