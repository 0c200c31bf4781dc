import type {
  AnnotatedPicture,
  ChosenPicture,
  DrawPicture,
  PictureRan,
  RunPicture,
  SetOptions,
} from "#protocol";
import { AppError, type Size } from "#shared";
import {
  composesFrames,
  type FrameInfo,
  type OptionsOf,
  type TaskId,
  type TaskResult,
} from "#tasks";
import { drawPicture, drawThumbnail } from "./draw-picture.ts";
import type { FrameCounts } from "./frame-counts.ts";
import { type OpenedPicture, openPicture } from "./open-picture.ts";
import type { Shown, ShownBare, ShownImage } from "./overlay.ts";
import type { TaskSession } from "./task-session.ts";

/** What pictures need of their surroundings. */
export interface PicturesParts {
  session(): TaskSession | null;
  readonly counts: FrameCounts;
  /** Makes the overlay ready for a task's results. */
  prepare(task: TaskId): Promise<void>;
  /** Draws on the overlay, or clears; from then on the picture given before is closed, if it is another. */
  show(shown: Shown | ShownBare | null): void;
  /** A run failed, not by its picture: the session is not used again. */
  onFailed(error: unknown): void;
}

/** Pictures from files: each is decoded, run, drawn and let go; one is held at most. */
export interface Pictures {
  /** @throws AppError `picture-unreadable`, `engine-failed` */
  run(request: RunPicture, signal?: AbortSignal): Promise<PictureRan>;
  /** @throws AppError `picture-unreadable` */
  show(request: AnnotatedPicture | null): Promise<Size | null>;
  /** @throws AppError `picture-unreadable` */
  draw(request: DrawPicture): Promise<ImageBitmap>;
  /** What may no longer be seen of the shown picture is covered at once. */
  setOptions(options: SetOptions): void;
  /** What stands on the overlay, where it is a picture with its result. */
  shown(): Shown | undefined;
  /** Lets go of the picture that is held; the shown one stays for the overlay. */
  letGo(): void;
}

interface Held extends OpenedPicture {
  readonly id: number;
  /** Those that need the pixels just now: runs, drawings and the overlay. */
  users: number;
}

/** Makes pictures' half of the worker. */
export function createPictures(parts: PicturesParts): Pictures {
  const { counts } = parts;
  const chosen = new Map<TaskId, OptionsOf<TaskId>>();
  let held: Held | undefined;
  /** The last run: the same picture under other options may be decoded from the models' last answers. */
  let ranLast:
    | { readonly session: TaskSession; readonly held: Held; readonly info: FrameInfo }
    | undefined;
  let onOverlay: { readonly shown: Shown; readonly held: Held } | undefined;

  const closeUnused = (picture: Held): void => {
    if (picture === held || picture.users > 0) return;
    if (ranLast?.held === picture) ranLast = undefined;
    picture.image.close();
    counts.open--;
  };
  const release = (picture: Held): void => {
    picture.users--;
    closeUnused(picture);
  };
  const hold = (picture: Held | undefined): void => {
    const before = held;
    held = picture;
    if (before && before !== picture) closeUnused(before);
  };
  const acquire = async (request: ChosenPicture): Promise<Held> => {
    const opened =
      held?.id === request.id
        ? held
        : { ...(await openPicture(request)), id: request.id, users: 0 };
    if (opened !== held) {
      counts.captured++;
      counts.open++;
    }
    opened.users++;
    return opened;
  };
  const using = async <T>(
    request: ChosenPicture,
    work: (picture: Held) => Promise<T>,
  ): Promise<T> => {
    const picture = await acquire(request);
    try {
      return await work(picture);
    } finally {
      release(picture);
    }
  };

  /** The overlay's own hold on a picture. */
  const lend = (picture: Held): ShownImage => {
    picture.users++;
    return { image: picture.image, close: () => release(picture) };
  };
  const putOnOverlay = (
    picture: Held,
    options: OptionsOf<TaskId>,
    result: TaskResult | null,
  ): void => {
    if (result) {
      const shown = { result, options, picture: lend(picture), isGround: true };
      onOverlay = { shown, held: picture };
      parts.show(shown);
    } else {
      onOverlay = undefined;
      const { width, height } = picture.image;
      parts.show({ result: null, frame: { width, height }, picture: lend(picture) });
    }
  };

  /** The newest options where they change pictures: what is hidden since must not be seen once more. */
  const allowed = (task: TaskId, options: OptionsOf<TaskId>): OptionsOf<TaskId> => {
    const newest = chosen.get(task);
    return newest && composesFrames(task, newest) ? newest : options;
  };
  const runOn = async (
    picture: Held,
    session: TaskSession,
    options: OptionsOf<TaskId>,
  ): Promise<TaskResult> => {
    const { width, height } = picture.image;
    try {
      if (ranLast?.session === session && ranLast.held === picture) {
        const result = await session.again(options, ranLast.info);
        if (result) return result;
      }
      ranLast = undefined;
      const info = { width, height, timestampMs: 0 };
      const { result } = await session.run(picture.image, info, options, "still");
      ranLast = { session, held: picture, info };
      counts.processed++;
      return result;
    } catch (error) {
      if (parts.session() === session) parts.onFailed(error);
      throw error;
    }
  };

  return {
    run(request, signal) {
      const startMs = performance.now();
      const { task, options } = request.options;
      const session = parts.session();
      if (session?.task !== task) {
        throw new AppError("internal", { reason: `a picture for ${task} without its session` });
      }
      return using(request, async (picture) => {
        const result = await runOn(picture, session, options);
        const tookMs = performance.now() - startMs;
        signal?.throwIfAborted();
        if (request.show) {
          hold(picture);
          await parts.prepare(task);
          putOnOverlay(picture, allowed(task, options), result);
        }
        const { image, notes } = picture;
        const side = request.thumbnailSide;
        const thumbnail =
          side === null ? null : await drawThumbnail({ image, task, options, result }, side);
        const { width, height } = image;
        return { result, size: { width, height }, notes, tookMs, thumbnail };
      });
    },
    async show(request) {
      if (!request) {
        onOverlay = undefined;
        parts.show(null);
        hold(undefined);
        return null;
      }
      const { task, options } = request.options;
      return using(request, async (picture) => {
        hold(picture);
        await parts.prepare(task);
        const { width, height } = picture.image;
        const newest = allowed(task, options);
        if (request.result || !composesFrames(task, newest)) {
          putOnOverlay(picture, newest, request.result);
        } else {
          onOverlay = undefined;
          parts.show(null);
        }
        return { width, height };
      });
    },
    draw: (request) =>
      using(request, async (picture) => {
        hold(picture);
        const { task, options } = request.options;
        const { result, view } = request;
        return drawPicture({ image: picture.image, task, options, result }, view);
      }),
    setOptions({ task, options }) {
      chosen.set(task, options);
      if (!onOverlay || onOverlay.shown.result.task !== task) return;
      if (!composesFrames(task, options)) return;
      putOnOverlay(onOverlay.held, options, onOverlay.shown.result);
    },
    shown: () => onOverlay?.shown,
    letGo() {
      ranLast = undefined;
      hold(undefined);
    },
  };
}
