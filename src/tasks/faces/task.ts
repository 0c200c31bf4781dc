import type { Box, Region } from "#shared";
import { defineTask, type ResultBase } from "../task.ts";

/** A point of a face mesh in source-frame pixels; z grows away from the viewer, on the scale of x. */
export type MeshPoint = readonly [x: number, y: number, z: number];

/** One face found in a frame: where it is and its shape, never whose it is. */
export interface Face {
  /** 0 … 1. */
  readonly score: number;
  /** The square around the head's front, hair to chin, in source-frame pixels, cut to the frame. */
  readonly box: Box;
  /** 468 points in the order of MediaPipe's canonical face; absent where the mesh is not shown. */
  readonly mesh?: readonly MeshPoint[];
  /** The same face keeps its number while it stays in view; absent for single pictures. */
  readonly trackId?: number;
}

/** What the faces task found in one frame, best score first. */
export interface FacesResult extends ResultBase<"faces"> {
  readonly faces: readonly Face[];
  /**
   * What must be covered before this frame may be shown, in source pixels; absent where faces are not
   * hidden. More than the faces: also what may be one, and where one was a moment ago.
   */
  readonly hidden?: readonly Region[];
}

/** How faces are hidden, if they are. */
export type HideStyle = "off" | "blur" | "pixelate" | "solid";

/** What a person can set for the faces task. */
export interface FacesOptions {
  /** Smallest score shown, 0.05 … 0.95. What is hidden needs less. */
  readonly minScore: number;
  /** Show the 468 points of each face. */
  readonly mesh: boolean;
  /** The most faces shown at once, 1 … 10. What is hidden has no limit. */
  readonly maxFaces: number;
  readonly hide: HideStyle;
  /** How much is covered around a face: 1 the whole head, up to 2. */
  readonly hideSize: number;
  /** How little is left of what is blurred or pixelated, 0 … 1. */
  readonly hideAmount: number;
}

const options: FacesOptions = {
  minScore: 0.5,
  mesh: true,
  maxFaces: 10,
  hide: "off",
  hideSize: 1,
  hideAmount: 0.5,
};

/** Finds faces and their shape, and hides them; knows nobody. */
export const faces = defineTask<FacesResult>()({
  id: "faces",
  text: {
    en: { title: "Faces", about: "Finds faces and their shape, and hides them if you like." },
  },
  icon: "M12 3c4.4 0 7 3 7 7.5S16 21 12 21s-7-6-7-10.5S7.6 3 12 3zM9 10h.01M15 10h.01M9 15c1.8 1.6 4.2 1.6 6 0",
  // The short-range network takes a sixth of the time and finds no face below 80 of 640 pixels surely: it is there
  // for who asks for it (`?model=blazeface-short`). A face that it misses would be shown where faces are hidden.
  models: { finder: "blazeface", mesher: "facemesh" },
  keepsModel: true,
  composes: ({ hide }) => hide !== "off",
  options,
});
