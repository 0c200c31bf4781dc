import type { Affine, InputSpec, Region, Size } from "#shared";
import type { Tensor } from "../engines/engine.ts";

/** Pixels of a frame, as every path takes them. */
export type FrameImage = VideoFrame | ImageBitmap;

/** A model input made of a frame, and where it lies in the frame. */
export interface Fitted {
  readonly tensor: Tensor;
  /** Model-input pixels → source-frame pixels. */
  readonly toSource: Affine;
}

/** One way to turn frames into the input of one model. */
export interface Preprocess {
  readonly path: "cpu" | "gpu";
  readonly input: InputSpec;
  /**
   * Fits a frame into the model's input as the card says; a region of it fills the input edge to edge.
   * `size` is what the frame shows, in pixels: rotation and aspect ratio applied.
   * The tensor is valid until the next call, which waits until this one is answered.
   */
  fit(image: FrameImage, size: Size, region?: Region): Fitted | Promise<Fitted>;
  dispose(): void;
}
