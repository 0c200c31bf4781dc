import type {
  Affine,
  CpuTensor,
  InputSpec,
  ModelCard,
  Placement,
  Region,
  TensorSpec,
} from "#shared";
import type { FrameInfo, OptionsOf, ResultOf, TaskId } from "#tasks";

/** Values made from a frame, on the CPU or the GPU: runners hand them to a model and never look inside. */
export interface FrameTensor extends TensorSpec {
  readonly place: "cpu" | "gpu";
}

/** A loaded variant as runners see it: its card, and one call to run it. */
export interface RunnerModel {
  readonly card: ModelCard;
  readonly outputs: readonly TensorSpec[];
  /** Runs the model; the outputs come in the card's order and are valid until the next run. */
  run(input: FrameTensor): Promise<readonly CpuTensor[]>;
  /** Only where the model computes on the GPU, which may change while it is used. */
  readonly gpu?: GpuModel | undefined;
}

/** A model whose outputs can stay on the GPU, for runners that go on with them there. */
export interface GpuModel {
  readonly device: GPUDevice;
  /** As `run`, the outputs left where they are: valid until the next run, in commands sent before it. */
  run(input: FrameTensor): Promise<readonly GpuValues[]>;
}

/** Values on the GPU, row-major from the start of a buffer that may be longer. */
export interface GpuValues {
  readonly shape: readonly number[];
  readonly buffer: GPUBuffer;
}

/** The model input made from a frame (or a region of it), and where it lies in the frame. */
export interface FittedFrame {
  /** Valid until the next `fit`. */
  readonly tensor: FrameTensor;
  /** Model-input pixels → source-frame pixels. */
  readonly toSource: Affine;
}

/** A frame as runners see it: they ask for model inputs and never touch pixels. */
export interface RunnerFrame {
  readonly info: FrameInfo;
  /** The whole frame as the card's `fit` says; or a region, which fills the input edge to edge. */
  fit(input: InputSpec, region?: Region): FittedFrame | Promise<FittedFrame>;
}

/** Frames of a camera or clip follow each other; a still stands alone. */
export type Mode = "live" | "still";

/** A task at work on one source: may remember earlier frames (tracks, smoothing). */
export interface TaskRun<Id extends TaskId> {
  run(frame: RunnerFrame, options: OptionsOf<Id>): Promise<ResultOf<Id>>;
}

/** What a task's `run.ts` exports as `runner`. */
export interface TaskRunner<Id extends TaskId> {
  /**
   * `models` holds one loaded model per role of the task's definition. `before` is what a live run of the
   * same source told last before it was cut off with its worker: what it counted goes on from there.
   */
  begin(
    models: Readonly<Record<string, RunnerModel>>,
    mode: Mode,
    before?: ResultOf<Id>,
  ): TaskRun<Id>;
}

/** How source pixels lie on the canvas that a drawer draws on. */
export interface DrawView {
  /** Source-frame pixels → canvas pixels, mirroring left out. */
  readonly placement: Placement;
  /** Canvas size in device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel, for line widths and text. */
  readonly pixelRatio: number;
  /** The picture is shown mirrored: x' = width − x; text stays readable. */
  readonly mirrored: boolean;
}

/** What a task's `draw.ts` exports as `draw`: draws a result over the (already clear) canvas. */
export type TaskDrawer<Id extends TaskId> = (
  context: OffscreenCanvasRenderingContext2D,
  result: ResultOf<Id>,
  view: DrawView,
) => void;

/**
 * What a task's `draw.ts` exports as `compose` where its definition `composes`: draws the frame, changed,
 * over the whole canvas, and the result on it. Nothing of the frame may be drawn that the result does not
 * allow: a result of other options than these gets a veil.
 * `image` is the very frame of the result, as it is shown (turned, square pixels).
 */
export type TaskComposer<Id extends TaskId> = (
  context: OffscreenCanvasRenderingContext2D,
  image: CanvasImageSource,
  result: ResultOf<Id>,
  view: DrawView,
  options: OptionsOf<Id>,
) => void;

/**
 * What a task's `draw.ts` exports as `amend` where a frame that is not shown at once can be changed for the
 * better by what the frames after it show, in their order. Answers with the frame's result to be drawn.
 */
export type TaskAmender<Id extends TaskId> = (
  result: ResultOf<Id>,
  later: readonly ResultOf<Id>[],
) => ResultOf<Id>;
