import { glow, type Pen, type Point, traceClosed } from "./pen.ts";
import { HALF_WIDTH, type Pose } from "./pose.ts";

/** How a head wears its hair. Colours are `r g b`. */
export interface Hair {
  readonly cut: "long" | "short" | "curly";
  readonly colour: string;
  readonly light: string;
}

function cap(pose: Pose, reach: number, points: readonly Point[]): Point[] {
  const shift = Math.sin(pose.yaw);
  return points.map(([u, v]) => [
    u * HALF_WIDTH * reach - shift * (0.06 - Math.max(0, -v - 0.4) * 0.2),
    v,
  ]);
}

/** Draws the hair that lies behind head and shoulders. */
export function drawHairBehind(pen: Pen, hair: Hair, pose: Pose): void {
  pen.fillStyle = `rgb(${hair.colour})`;
  if (hair.cut === "long") {
    traceClosed(
      pen,
      cap(pose, 1, [
        [0, -1.2],
        [0.85, -1.0],
        [1.28, -0.4],
        [1.36, 0.5],
        [1.42, 1.3],
        [0.9, 1.55],
        [0, 1.2],
        [-0.9, 1.55],
        [-1.42, 1.3],
        [-1.36, 0.5],
        [-1.28, -0.4],
        [-0.85, -1.0],
      ]),
    );
    pen.fill();
  }
  if (hair.cut === "curly") {
    for (let curl = 0; curl < 17; curl += 1) {
      const turn = Math.PI * (0.88 + (curl / 16) * 1.24);
      const x = Math.cos(turn) * 1.02 - Math.sin(pose.yaw) * 0.08;
      pen.beginPath();
      pen.arc(x, -0.28 + Math.sin(turn) * 1.0, 0.34, 0, Math.PI * 2);
      pen.fill();
    }
  }
}

/** Draws the hair that frames the forehead. */
export function drawHairFront(pen: Pen, hair: Hair, pose: Pose): void {
  const shift = Math.sin(pose.yaw) * 0.3;
  const temple = hair.cut === "long" ? 0.3 : hair.cut === "curly" ? -0.1 : -0.05;
  const top = hair.cut === "short" ? -1.2 : -1.22;
  const edge = hair.cut === "short" ? 1.08 : 1.16;
  traceClosed(pen, [
    ...cap(pose, 1, [
      [-edge, temple],
      [-edge - 0.02, -0.5],
      [-0.82, -1.0],
      [-0.3, top],
      [0.3, top],
      [0.82, -1.0],
      [edge + 0.02, -0.5],
      [edge, temple],
    ]),
    [0.66 + shift * 0.2, temple - 0.2],
    [0.56 + shift * 0.6, -0.5],
    [0.26 + shift, -0.66],
    [-0.12 + shift, hair.cut === "long" ? -0.72 : -0.64],
    [-0.5 + shift * 0.6, -0.48],
    [-0.66 + shift * 0.2, temple - 0.2],
  ]);
  pen.fillStyle = `rgb(${hair.colour})`;
  pen.fill();
  pen.save();
  pen.clip();
  glow(pen, [-0.34, -0.98], 0.6, 0.24, hair.light, 0.5);
  glow(pen, [0.4, -0.9], 0.4, 0.2, hair.light, 0.25);
  pen.restore();
}
