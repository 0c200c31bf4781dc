import type { Size } from "#shared";
import { type Background, type SegmentResult, taskById } from "#tasks";
import type { DrawView } from "#tasks/runner";
import { createPreprocess, createTaskSession, drawingOf, runnerOf } from "#worker";
import { frameOf, sizeOf } from "./frames.ts";
import { mark } from "./mark.ts";
import { type On, openModel } from "./open-model.ts";

/** What was found in each frame, and what the last one looks like. */
export interface Cut {
  readonly coverages: readonly number[];
  /** How many different masks were read: bytes of a mask may be those of a frame before. */
  readonly masksRead: number;
  readonly maskBytes: number;
  /** Pixels that drawing the first frame's result once more leaves opaque in part. */
  readonly leftOfFirst: number;
  /** RGBA bytes of the view. */
  readonly pixels: readonly number[];
}

/** A view of 4 : 3, as most cameras' frames are. */
const view = { width: 320, height: 240, pixelRatio: 1, mirrored: false } as const;

/** Runs the segment task over frames, and draws each as the overlay does. */
export async function cutFrames({
  picture,
  frames,
  background,
  ...on
}: On & {
  readonly picture: string;
  readonly frames: number;
  readonly background: Background;
}): Promise<Cut> {
  const { session, card } = await openModel(on);
  const models = { person: { card, session } };
  const runner = await runnerOf("segment");
  const task = createTaskSession("segment", runner, models, createPreprocess);
  const { draw, compose } = await drawingOf("segment");
  const context = new OffscreenCanvas(view.width, view.height).getContext("2d");
  if (!context || !compose) throw new Error("nothing to draw on, or with");
  const file = await (await fetch(picture)).blob();
  const defaults = taskById("segment")?.options;
  if (!defaults || !("background" in defaults)) throw new Error("no options of the task");
  const options = { ...defaults, background };
  const coverages: number[] = [];
  const masks = new Set<ArrayBuffer>();
  let maskBytes = 0;
  let first: SegmentResult | undefined;
  for (let index = 0; index < frames; index += 1) {
    const frame = await frameOf(file, "camera frame");
    const size = sizeOf(frame);
    mark("frame");
    const info = { ...size, timestampMs: index * 10 };
    const { result } = await task.run(frame, info, options, "live");
    if (result.task !== "segment") throw new Error(`a result of ${result.task}`);
    const shown = placed(size);
    first ??= result;
    context.clearRect(0, 0, view.width, view.height);
    if (background === "keep") draw(context, result, shown);
    else compose(context, frame, result, shown, options);
    mark("done");
    coverages.push(result.mask.coverage);
    masks.add(result.mask.alpha);
    maskBytes = result.mask.alpha.byteLength;
    frame.close();
  }
  const { data } = context.getImageData(0, 0, view.width, view.height);
  context.clearRect(0, 0, view.width, view.height);
  if (first) draw(context, first, placed(first.frame));
  const again = context.getImageData(0, 0, view.width, view.height).data;
  const leftOfFirst = again.filter((value, at) => at % 4 === 3 && value > 0).length;
  await task.dispose();
  return { coverages, masksRead: masks.size, maskBytes, leftOfFirst, pixels: [...data] };
}

/** A frame over the whole view. */
function placed({ width, height }: Size): DrawView {
  const scale = { scaleX: view.width / width, scaleY: view.height / height };
  return { ...view, placement: { ...scale, offsetX: 0, offsetY: 0 } };
}
