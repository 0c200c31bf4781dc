import type { FoundFace } from "./find-faces.ts";
import { squareOf } from "./mesh-face.ts";
import { SteadyMesh } from "./steady-mesh.ts";
import type { MeshPoint } from "./task.ts";

/** Where a face is. */
export type Square = Omit<FoundFace, "score">;

/** Milliseconds in which the score goes about two thirds of the way to what is found. */
const settleMs = 300;
/** Milliseconds in which a square without a mesh does. */
const squareSettleMs = 80;

/** One face followed from frame to frame. */
export class FaceTrack {
  readonly id: number;
  #square: Square;
  #shown: Square;
  #score: number;
  #mesh: readonly MeshPoint[] | undefined;
  #steady = new SteadyMesh();
  #seenMs: number;
  #foundMs: number;

  constructor(id: number, { score, ...square }: FoundFace, nowMs: number) {
    this.id = id;
    this.#square = square;
    this.#shown = square;
    this.#score = score;
    this.#seenMs = nowMs;
    this.#foundMs = nowMs;
  }

  /** The finder's score, steadied, 0 … 1. */
  get score(): number {
    return this.#score;
  }

  /** Where it was last measured: what the next crop is made from. */
  get square(): Square {
    return this.#square;
  }

  /** The same, steadied: what is shown. */
  get shown(): Square {
    return this.#shown;
  }

  /** The steadied mesh; absent while only the finder sees the face. */
  get mesh(): readonly MeshPoint[] | undefined {
    return this.#mesh;
  }

  /** When it was last seen by finder or mesher. */
  get seenMs(): number {
    return this.#seenMs;
  }

  /** Takes in that the finder saw it; its square counts only where no mesh tells better. */
  confirm({ score, ...square }: FoundFace, nowMs: number, useSquare: boolean): void {
    const elapsedMs = Math.max(1, nowMs - this.#foundMs);
    this.#score += (1 - Math.exp(-elapsedMs / settleMs)) * (score - this.#score);
    this.#foundMs = nowMs;
    if (!useSquare) return;
    const part = 1 - Math.exp(-Math.max(1, nowMs - this.#seenMs) / squareSettleMs);
    const towards = (from: number, to: number): number => from + part * (to - from);
    this.#square = square;
    this.#shown = {
      centre: [
        towards(this.#shown.centre[0], square.centre[0]),
        towards(this.#shown.centre[1], square.centre[1]),
      ],
      side: towards(this.#shown.side, square.side),
      rotation: square.rotation,
    };
    this.#mesh = undefined;
    this.#steady = new SteadyMesh();
    this.#seenMs = nowMs;
  }

  /** Takes in its mesh. */
  reshape(mesh: readonly MeshPoint[], nowMs: number): void {
    this.#square = squareOf(mesh);
    const seconds = Math.max(0.001, (nowMs - this.#seenMs) / 1000);
    this.#mesh = this.#steady.update(mesh, seconds, Math.max(1, this.#square.side));
    this.#shown = squareOf(this.#mesh);
    this.#seenMs = nowMs;
  }
}
