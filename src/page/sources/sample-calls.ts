/** What the page tells the worker that draws the sample. Sizes in pixels. */
export type SampleCall =
  /** Draw on this canvas, or, when null, post each picture back as a `SampleReply`. */
  | { readonly kind: "canvas"; readonly canvas: OffscreenCanvas | null }
  | { readonly kind: "size"; readonly width: number; readonly height: number }
  /** Answer the pulls of this port with frames, instead of the port before. */
  | { readonly kind: "port"; readonly port: MessagePort }
  | { readonly kind: "paused"; readonly paused: boolean };

/** A drawn picture for the page to show, where a canvas could not be transferred. */
export interface SampleReply {
  readonly bitmap: ImageBitmap;
}
