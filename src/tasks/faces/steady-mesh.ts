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
  #steady: MeshPoint[] = [];
  #measured: readonly MeshPoint[] = [];
  #speeds: [x: number, y: number][] = [];

  /**
   * Takes in a mesh measured `seconds` after the last one, more than 0, of a face of `side` pixels.
   * @returns the steadied mesh
   */
  update(mesh: readonly MeshPoint[], seconds: number, side: number): readonly MeshPoint[] {
    const speedShare = share(speedCutoffHz, seconds);
    this.#steady = mesh.map((point, index) => {
      const before = this.#measured[index];
      const steady = this.#steady[index];
      if (!before || !steady) return point;
      this.#speeds[index] ??= [0, 0];
      const speed = this.#speeds[index];
      speed[0] += speedShare * ((point[0] - before[0]) / seconds - speed[0]);
      speed[1] += speedShare * ((point[1] - before[1]) / seconds - speed[1]);
      const moving = Math.max(0, Math.hypot(...speed) / side - noiseSpeed);
      const part = share(standingCutoffHz + cutoffPerSpeed * moving, seconds);
      const towards = (axis: 0 | 1 | 2): number =>
        steady[axis] + part * (point[axis] - steady[axis]);
      return [towards(0), towards(1), towards(2)];
    });
    this.#measured = mesh;
    return this.#steady;
  }
}
