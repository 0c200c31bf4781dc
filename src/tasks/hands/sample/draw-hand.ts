import { glow, type Pen, type Point, traceClosed } from "../sample-friend.ts";
import { type HandPose, handShape, type ShapePoint } from "./hand-shape.ts";

/** The colours of a hand and its sleeve, `r g b`, 0 … 255. */
export interface HandLooks {
  readonly skin: string;
  readonly skinLight: string;
  readonly skinShade: string;
  readonly top: string;
  readonly topShade: string;
}

/** Half the width of each joint's flesh, by how far out it is. */
const fingerRadii = [0.125, 0.112, 0.1, 0.088] as const;
const thumbRadii = [0.2, 0.155, 0.125, 0.105] as const;

/** How much of a hand's turn is the arm's. */
const armPart = 0.35;

/** What lies nearer is larger. */
function seen([x, y, z]: ShapePoint): Point {
  const near = 1 + 0.16 * z;
  return [x * near, -y * near];
}

interface Limb {
  readonly joints: readonly ShapePoint[];
  readonly radii: readonly number[];
}

/**
 * Draws a hand with its forearm: the wrist at the origin, the palm in view and 1 high, the thumb to the
 * right. Other hands and places are a transform of the pen.
 */
export function drawHand(pen: Pen, looks: HandLooks, pose: HandPose): void {
  const shape = handShape(pose);
  const limbs: Limb[] = [1, 5, 9, 13, 17].map((first) => ({
    joints: shape.slice(first, first + 4),
    radii: (first === 1 ? thumbRadii : fingerRadii).map((radius) =>
      first === 17 ? radius * 0.86 : radius,
    ),
  }));
  const depth = ({ joints }: Limb): number => joints.reduce((sum, [, , z]) => sum + z, 0);
  pen.save();
  // A wrist bends, too.
  pen.rotate(pose.turn * armPart);
  drawForearm(pen, looks);
  pen.rotate(pose.turn * (1 - armPart));
  pen.lineCap = "round";
  pen.lineJoin = "round";
  const [thumb, ...fingers] = limbs;
  for (const finger of fingers.filter((limb) => depth(limb) <= 0.6)) drawLimb(pen, looks, finger);
  drawPalm(pen, looks);
  for (const finger of fingers.filter((limb) => depth(limb) > 0.6)) drawLimb(pen, looks, finger);
  if (thumb) drawLimb(pen, looks, thumb);
  // The ball of the thumb is one with the palm.
  glow(pen, [0.13, -0.14], 0.19, 0.26, looks.skin, 1);
  glow(pen, [0.13, -0.18], 0.16, 0.22, looks.skinLight, 0.6);
  pen.restore();
}

function drawForearm(pen: Pen, looks: HandLooks): void {
  pen.beginPath();
  pen.moveTo(-0.29, 0.02);
  pen.bezierCurveTo(-0.3, 0.5, -0.38, 0.9, -0.42, 1.5);
  pen.lineTo(0.42, 1.5);
  pen.bezierCurveTo(0.38, 0.9, 0.3, 0.5, 0.29, 0.02);
  pen.arc(0, 0.02, 0.29, 0, Math.PI, true);
  pen.closePath();
  pen.fillStyle = across(pen, 0.42, looks.skinLight, looks.skin, looks.skinShade);
  pen.fill();
  pen.beginPath();
  pen.moveTo(-0.5, 0.85);
  pen.quadraticCurveTo(0, 0.98, 0.5, 0.85);
  pen.lineTo(0.72, 6);
  pen.lineTo(-0.72, 6);
  pen.closePath();
  pen.fillStyle = across(pen, 0.6, looks.top, looks.top, looks.topShade);
  pen.fill();
}

/** The light comes from the left. */
function across(
  pen: Pen,
  half: number,
  light: string,
  middle: string,
  shade: string,
): CanvasGradient {
  const gradient = pen.createLinearGradient(-half, 0, half, 0);
  gradient.addColorStop(0, `rgb(${middle})`);
  gradient.addColorStop(0.3, `rgb(${light})`);
  gradient.addColorStop(0.62, `rgb(${middle})`);
  gradient.addColorStop(1, `rgb(${shade})`);
  return gradient;
}

const palmOutline: readonly Point[] = [
  [-0.29, 0.06],
  [-0.4, -0.22],
  [-0.47, -0.55],
  [-0.48, -0.84],
  [-0.36, -0.95],
  [-0.16, -1.03],
  [0.05, -1.08],
  [0.27, -1.04],
  [0.4, -0.92],
  [0.42, -0.66],
  [0.4, -0.4],
  [0.36, -0.14],
  [0.29, 0.06],
];

function drawPalm(pen: Pen, looks: HandLooks): void {
  traceClosed(pen, palmOutline);
  pen.fillStyle = across(pen, 0.5, looks.skinLight, looks.skin, looks.skin);
  pen.fill();
  pen.save();
  pen.clip();
  glow(pen, [0.02, -0.5], 0.3, 0.34, looks.skinShade, 0.45);
  glow(pen, [0.25, -0.28], 0.22, 0.34, looks.skinLight, 0.8);
  glow(pen, [-0.3, -0.4], 0.18, 0.42, looks.skinLight, 0.6);
  glow(pen, [0.0, -0.93], 0.5, 0.12, looks.skinLight, 0.5);
  glow(pen, [0.5, -0.5], 0.2, 0.6, looks.skinShade, 0.5);
  pen.strokeStyle = `rgb(${looks.skinShade} / 0.7)`;
  pen.lineWidth = 0.022;
  pen.beginPath();
  pen.moveTo(0.06, -0.04);
  pen.bezierCurveTo(-0.02, -0.4, 0.1, -0.62, 0.4, -0.68);
  pen.moveTo(0.38, -0.72);
  pen.bezierCurveTo(0.1, -0.66, -0.15, -0.52, -0.36, -0.4);
  pen.moveTo(-0.46, -0.68);
  pen.bezierCurveTo(-0.2, -0.72, 0.06, -0.74, 0.16, -0.92);
  pen.stroke();
  pen.restore();
}

/** From the dark edge to the lit middle, so that a limb looks round and stands out from what it covers. */
const layers = [
  { width: 1, colour: "skinShade", alpha: 1, shift: 0 },
  { width: 0.86, colour: "skin", alpha: 1, shift: -0.06 },
  { width: 0.5, colour: "skinLight", alpha: 0.55, shift: -0.2 },
  { width: 0.22, colour: "skinLight", alpha: 0.7, shift: -0.26 },
] as const;

function drawLimb(pen: Pen, looks: HandLooks, { joints, radii }: Limb): void {
  const points = joints.map(seen);
  for (const { width, colour, alpha, shift } of layers) {
    pen.strokeStyle = `rgb(${looks[colour]} / ${alpha})`;
    pen.fillStyle = pen.strokeStyle;
    pen.beginPath();
    for (let joint = 0; joint + 1 < points.length; joint += 1) {
      const [from, to] = [points[joint], points[joint + 1]];
      if (!from || !to) continue;
      const near = 1 + 0.16 * (joints[joint]?.[2] ?? 0);
      const [wide, narrow] = [radii[joint] ?? 0.1, radii[joint + 1] ?? 0.1].map(
        (radius) => radius * near,
      );
      tracePhalanx(pen, from, to, wide ?? 0.1, narrow ?? 0.1, width, shift);
    }
    pen.fill();
  }
  drawCreases(pen, looks, points, radii, joints);
}

/** One piece of a limb as a path of its own: a tapered bar with round ends. */
function tracePhalanx(
  pen: Pen,
  [fromX, fromY]: Point,
  [toX, toY]: Point,
  wide: number,
  narrow: number,
  width: number,
  shift: number,
): void {
  const direction = Math.atan2(toY - fromY, toX - fromX);
  const x = shift * wide;
  const [a, b] = [wide * width, narrow * width];
  pen.moveTo(
    fromX + x + a * Math.cos(direction + Math.PI / 2),
    fromY + a * Math.sin(direction + Math.PI / 2),
  );
  pen.arc(fromX + x, fromY, a, direction + Math.PI / 2, direction + (3 * Math.PI) / 2);
  pen.arc(toX + x, toY, b, direction - Math.PI / 2, direction + Math.PI / 2);
  pen.closePath();
}

function drawCreases(
  pen: Pen,
  looks: HandLooks,
  points: readonly Point[],
  radii: readonly number[],
  joints: readonly ShapePoint[],
): void {
  pen.strokeStyle = `rgb(${looks.skinShade} / 0.65)`;
  pen.lineWidth = 0.018;
  pen.beginPath();
  for (const joint of [1, 2]) {
    const [from, at] = [points[joint - 1], points[joint]];
    const radius = (radii[joint] ?? 0.1) * 0.7;
    // Only where the palm's side of the finger is in view.
    if (!from || !at || (joints[joint]?.[2] ?? 0) > 0.3) continue;
    const aside = Math.atan2(at[1] - from[1], at[0] - from[0]) + Math.PI / 2;
    const [x, y] = [radius * Math.cos(aside), radius * Math.sin(aside)];
    pen.moveTo(at[0] - x, at[1] - y);
    pen.lineTo(at[0] + x, at[1] + y);
  }
  pen.stroke();
}
