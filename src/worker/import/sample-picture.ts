import { AppError } from "#shared";
import type { TaskId } from "#tasks";

/** What a task's `sample.ts` exports. */
interface SampleModule {
  readonly drawSample: (context: OffscreenCanvasRenderingContext2D, timeMs: number) => void;
}

const modules = import.meta.glob<SampleModule>("../../tasks/*/sample.ts");
const size = { width: 960, height: 720 };
/** A moment of the scene in which there is much to see. */
const momentMs = 3_000;

/** One picture of a task's drawn scene; whoever asks closes it. */
export async function drawSamplePicture(task: TaskId): Promise<ImageBitmap> {
  const module = await modules[`../../tasks/${task}/sample.ts`]?.();
  const context = new OffscreenCanvas(size.width, size.height).getContext("2d");
  if (!module || !context) throw new AppError("internal", { reason: `no sample for ${task}` });
  module.drawSample(context, momentMs);
  return context.canvas.transferToImageBitmap();
}
