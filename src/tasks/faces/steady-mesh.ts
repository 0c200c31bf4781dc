import type { MeshPoint } from "./task.ts";

/** Hertz. A still point is cut off here. */
const standingCutoffHz = 1.2;
/** Hertz of cutoff more for each face size per second of movement. */
const cutoffPerSpeed = 8;
/** Hertz. The speed itself is smoothed with this cutoff. */
const speedCutoffHz = 1;
/** Face sizes per second that are still taken for noise of the network, not for movement. */
const noiseSpeed = 0.04;

/** How much of a new value an exponential filter of this cutoff takes after `seconds`. */
function share(cutoffHz: number, seconds: number): number {
  const turn = 2 * Math.PI * cutoffHz * seconds;
  return turn / (turn + 1);
}

/**
 * Steadies a mesh point by point: calm while it stands, quick when it moves. One Euro filter (Casiez,
 * Roussel and Vogel, "1€ Filter", CHI 2012); speeds are in face sizes, so that far faces are treated as
 * near ones.
 */
export class SteadyMesh {
  #steady: readonly MeshPoint[] = [];
  #measured: readonly MeshPoint[] = [];
  /** Pixels per second of each point, x and y in turn. */
  #speeds = new Float64Array();

  /**
   * Takes in a mesh measured `seconds` after the last one, more than 0, of a face of `side` pixels.
   * @returns the steadied mesh
   */
  update(mesh: readonly MeshPoint[], seconds: number, side: number): readonly MeshPoint[] {
    if (this.#speeds.length < 2 * mesh.length) this.#speeds = new Float64Array(2 * mesh.length);
    const speeds = this.#speeds;
    const speedShare = share(speedCutoffHz, seconds);
    this.#steady = mesh.map((point, index) => {
      const before = this.#measured[index];
      const steady = this.#steady[index];
      if (!before || !steady) return point;
      const was = [speeds[2 * index] ?? 0, speeds[2 * index + 1] ?? 0] as const;
      const speedX = was[0] + speedShare * ((point[0] - before[0]) / seconds - was[0]);
      const speedY = was[1] + speedShare * ((point[1] - before[1]) / seconds - was[1]);
      speeds[2 * index] = speedX;
      speeds[2 * index + 1] = speedY;
      // A thousand times in each frame: `Math.hypot` and a function for each axis took fifteen times as long.
      const moving = Math.max(0, Math.sqrt(speedX * speedX + speedY * speedY) / side - noiseSpeed);
      const part = share(standingCutoffHz + cutoffPerSpeed * moving, seconds);
      return [
        steady[0] + part * (point[0] - steady[0]),
        steady[1] + part * (point[1] - steady[1]),
        steady[2] + part * (point[2] - steady[2]),
      ];
    });
    this.#measured = mesh;
    return this.#steady;
  }
}
