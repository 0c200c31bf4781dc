import type { Placement, Size } from "#shared";
import type { TaskResult } from "#tasks";
import type { SetOptions } from "./calls.ts";

/** A picture file that a person chose. */
export interface ChosenPicture {
  /** The same for the same file: what was decoded last is not decoded again. */
  readonly id: number;
  readonly file: Blob;
  /** The file's name, for errors and for what its ending says. */
  readonly name: string;
}

/** What a person should know about how a file was read. */
export type FileNote =
  /** Decoded smaller than it is, so that its memory fits; `from` are the file's own pixels. */
  | { readonly kind: "reduced"; readonly from: Size }
  /** It moves; its first picture was looked at. */
  | { readonly kind: "first-frame" }
  /** It is transparent and was laid on white. */
  | { readonly kind: "white-ground" };

/** Runs the loaded task on one picture. */
export interface RunPicture extends ChosenPicture {
  /** The task must be the loaded one. */
  readonly options: SetOptions;
  /** The longer side of the small picture with the result drawn on it, in pixels; null for none. */
  readonly thumbnailSide: number | null;
  /** Shows it on the overlay canvas; else the pixels are let go at once. */
  readonly show: boolean;
}

/** A picture that was run. */
export interface PictureRan {
  readonly result: TaskResult;
  /** The pixels that the result is about: turned as the file says, and perhaps reduced. */
  readonly size: Size;
  readonly notes: readonly FileNote[];
  /** Reading, decoding and running; the small picture left out. */
  readonly tookMs: number;
  readonly thumbnail: { readonly blob: Blob; readonly size: Size } | null;
}

/** A picture and what is drawn on it. */
export interface AnnotatedPicture extends ChosenPicture {
  /** How it is drawn. Under options that change the picture it is never drawn unchanged. */
  readonly options: SetOptions;
  /** Null draws the picture alone. */
  readonly result: TaskResult | null;
}

/** The part of a picture that a view shows: picture pixels → view pixels, the view in device pixels. */
export interface PictureView extends Size {
  readonly placement: Placement;
  readonly pixelRatio: number;
}

/** A picture as it is to be drawn into a view. */
export interface DrawPicture extends AnnotatedPicture {
  readonly view: PictureView;
}

/**
 * The calls about pictures from files. Those that decode throw AppError `picture-unreadable`. One decoded
 * picture is held at most: the one that was shown or drawn last.
 */
export interface PictureCalls {
  runPicture: [RunPicture, PictureRan];
  /** Draws a picture and its result on the overlay canvas; null clears it and lets the pixels go. */
  showPicture: [AnnotatedPicture | null, Size | null];
  /** Draws into a bitmap of the view's size. */
  drawPicture: [DrawPicture, { readonly bitmap: ImageBitmap }];
  /** Lets go of what `drawPicture` held. */
  letPictureGo: [undefined, undefined];
}
