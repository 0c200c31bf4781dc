import type { TaskId, TaskResult } from "#tasks";
import type { TaskAmender } from "#tasks/runner";
import type { FrameImage } from "../preprocess/preprocess.ts";
import type { DecodedFrame } from "./frames-of-video.ts";

/** A decoded frame and what was found in it. */
export interface LookedFrame extends DecodedFrame {
  readonly result: TaskResult;
}

/** How far ahead is looked before a frame is given on, in milliseconds: somebody has come in by then. */
const aheadMs = 400;
/** What waiting frames may take, in bytes: eight of full HD. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Gives frames on once the frames after them were looked at, too, in the same order, their results amended
 * by those. Each is valid until the next is asked for.
 * @param copy makes an image that outlives the one given, which its giver closes
 */
export async function* inHindsight(
  frames: AsyncIterable<LookedFrame>,
  amend: TaskAmender<TaskId>,
  copy: (image: FrameImage) => Promise<FrameImage>,
): AsyncGenerator<LookedFrame, void> {
  const waiting: LookedFrame[] = [];
  try {
    for await (const frame of frames) {
      waiting.push({ ...frame, image: await copy(frame.image) });
      while (isRipe(waiting)) yield* giveFirst(waiting, amend);
    }
    while (waiting.length > 0) yield* giveFirst(waiting, amend);
  } finally {
    for (const { image } of waiting) image.close();
  }
}

function isRipe(waiting: readonly LookedFrame[]): boolean {
  const [first] = waiting;
  const last = waiting.at(-1);
  if (!first || !last || first === last) return false;
  const { width, height, timestampMs } = first.info;
  return (
    last.info.timestampMs - timestampMs >= aheadMs ||
    (waiting.length + 1) * width * height * 4 > mostBytes
  );
}

async function* giveFirst(
  waiting: LookedFrame[],
  amend: TaskAmender<TaskId>,
): AsyncGenerator<LookedFrame, void> {
  const first = waiting.shift();
  if (!first) return;
  const later = waiting.map(({ result }) => result);
  try {
    yield { ...first, result: amend(first.result, later) };
  } finally {
    first.image.close();
  }
}
