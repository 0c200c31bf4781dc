import { drawEyes, drawMouth, drawNose } from "./features.ts";
import { drawHairBehind, drawHairFront, type Hair } from "./hair.ts";
import { glow, type Pen, type Point, traceClosed } from "./pen.ts";
import { HALF_WIDTH, type OnHead, onHeadOf, type Pose } from "./pose.ts";

/** What makes one drawn head different from another. Colours are `r g b`, 0 … 255. */
export interface Looks {
  readonly skin: string;
  readonly skinLight: string;
  readonly skinShade: string;
  readonly blush: string;
  readonly lips: string;
  readonly iris: string;
  readonly brow: string;
  readonly hair: Hair;
  readonly top: string;
  readonly topShade: string;
  readonly glasses?: string;
  readonly beard?: string;
}

/** Draws neck and shoulders, which do not turn with the head. */
function drawBust(pen: Pen, looks: Looks): void {
  pen.save();
  pen.beginPath();
  pen.moveTo(-0.4, 0.45);
  pen.bezierCurveTo(-0.4, 1.05, -0.42, 1.2, -0.62, 1.34);
  pen.lineTo(-0.4, 1.8);
  pen.lineTo(0.4, 1.8);
  pen.lineTo(0.62, 1.34);
  pen.bezierCurveTo(0.42, 1.2, 0.4, 1.05, 0.4, 0.45);
  pen.closePath();
  pen.fillStyle = `rgb(${looks.skin})`;
  pen.fill();
  pen.clip();
  glow(pen, [0.1, 0.98], 0.7, 0.4, looks.skinShade, 1);
  glow(pen, [0.4, 1.2], 0.3, 0.5, looks.skinShade, 0.6);
  pen.restore();
  pen.beginPath();
  pen.moveTo(-0.5, 1.26);
  pen.quadraticCurveTo(0, 1.78, 0.5, 1.26);
  pen.bezierCurveTo(1.1, 1.36, 1.62, 1.5, 1.78, 2.2);
  pen.lineTo(2.1, 9);
  pen.lineTo(-2.1, 9);
  pen.lineTo(-1.78, 2.2);
  pen.bezierCurveTo(-1.62, 1.5, -1.1, 1.36, -0.5, 1.26);
  pen.closePath();
  const cloth = pen.createLinearGradient(-1.6, 1.3, 1.6, 2.6);
  cloth.addColorStop(0.2, `rgb(${looks.top})`);
  cloth.addColorStop(1, `rgb(${looks.topShade})`);
  pen.fillStyle = cloth;
  pen.fill();
  pen.strokeStyle = `rgb(${looks.topShade})`;
  pen.lineWidth = 0.05;
  pen.beginPath();
  pen.moveTo(-0.52, 1.27);
  pen.quadraticCurveTo(0, 1.83, 0.52, 1.27);
  pen.stroke();
}

/** The outline of skull, cheeks and chin: half its width at heights from the top down. */
const outline: readonly Point[] = [
  [0.0, -1.02],
  [0.42, -0.96],
  [0.74, -0.76],
  [0.93, -0.42],
  [0.98, -0.05],
  [0.95, 0.28],
  [0.86, 0.58],
  [0.66, 0.83],
  [0.38, 0.97],
  [0.13, 1.01],
];

function faceOutline({ yaw, pitch }: Pose): Point[] {
  // The silhouette of a turned head: nearly the same oval, its chin shifted to where the face looks.
  const side = (sign: -1 | 1): Point[] =>
    outline.map(([u, v]) => [
      sign * u * HALF_WIDTH + Math.sin(yaw) * (0.1 + 0.34 * Math.max(0, v) ** 2),
      v + pitch * 0.2 * Math.max(0, v),
    ]);
  return [...side(1), ...side(-1).reverse()];
}

function drawEars(pen: Pen, looks: Looks, { yaw }: Pose): void {
  for (const sign of [-1, 1] as const) {
    const x = sign * HALF_WIDTH * 0.97 - Math.sin(yaw) * 0.26;
    const width = 0.13 * Math.max(0.3, 1 - sign * Math.sin(yaw) * 1.1);
    pen.beginPath();
    pen.ellipse(x + sign * 0.03, 0.14, width, 0.25, sign * 0.12, 0, Math.PI * 2);
    pen.fillStyle = `rgb(${looks.skin})`;
    pen.fill();
    glow(pen, [x + sign * 0.02, 0.15], width * 0.8, 0.2, looks.skinShade, 0.7);
  }
}

function drawSkin(pen: Pen, looks: Looks, pose: Pose, onHead: OnHead): void {
  traceClosed(pen, faceOutline(pose));
  // Filled before it is clipped: a clip's edge is rough on some canvases.
  pen.fillStyle = `rgb(${looks.skin})`;
  pen.fill();
  pen.save();
  pen.clip();
  // The light comes from the upper left.
  glow(pen, onHead(-0.2, -0.45), 0.95, 0.75, looks.skinLight, 0.85);
  glow(pen, [0.86, 0.2], 0.6, 1.3, looks.skinShade, 0.8);
  glow(pen, [-0.9, 0.35], 0.4, 1.1, looks.skinShade, 0.5);
  glow(pen, onHead(0, 1.02), 0.8, 0.34, looks.skinShade, 0.75);
  glow(pen, onHead(-0.5, 0.34), 0.3, 0.2, looks.blush, 0.4);
  glow(pen, onHead(0.5, 0.34), 0.3, 0.2, looks.blush, 0.4);
  glow(pen, onHead(-0.46, 0.16), 0.26, 0.14, looks.skinLight, 0.6);
  glow(pen, onHead(0.44, 0.16), 0.22, 0.12, looks.skinLight, 0.4);
  if (looks.beard !== undefined) {
    glow(pen, onHead(0, 0.86), 0.86, 0.42, looks.beard, 0.75);
    glow(pen, onHead(-0.74, 0.6), 0.26, 0.5, looks.beard, 0.6);
    glow(pen, onHead(0.74, 0.6), 0.26, 0.5, looks.beard, 0.6);
    glow(pen, onHead(0, 0.47), 0.42, 0.13, looks.beard, 0.7);
  }
  pen.restore();
}

function drawGlasses(pen: Pen, colour: string, onHead: OnHead): void {
  pen.strokeStyle = `rgb(${colour})`;
  pen.lineWidth = 0.026;
  for (const sign of [-1, 1] as const) {
    const lens: Point[] = [];
    for (let step = 0; step < 12; step += 1) {
      const turn = (step / 12) * Math.PI * 2;
      lens.push(onHead(sign * 0.45 + Math.cos(turn) * 0.29, 0.02 + Math.sin(turn) * 0.2, 0.06));
    }
    traceClosed(pen, lens);
    pen.fillStyle = "rgb(235 245 255 / 0.1)";
    pen.fill();
    pen.stroke();
    pen.beginPath();
    pen.moveTo(...onHead(sign * 0.74, -0.02, 0.06));
    pen.lineTo(...onHead(sign * 0.99, -0.06));
    pen.stroke();
  }
  pen.beginPath();
  pen.moveTo(...onHead(-0.16, -0.01, 0.1));
  pen.quadraticCurveTo(...onHead(0, -0.06, 0.16), ...onHead(0.16, -0.01, 0.1));
  pen.stroke();
}

/** Draws a head with its shoulders around the origin; half the height of the head is 1. */
export function drawHead(pen: Pen, looks: Looks, pose: Pose): void {
  const onHead = onHeadOf(pose);
  drawHairBehind(pen, looks.hair, pose);
  drawBust(pen, looks);
  pen.save();
  // Heads tilt about the neck.
  pen.translate(0, 0.9);
  pen.rotate(pose.roll);
  pen.translate(0, -0.9);
  drawEars(pen, looks, pose);
  drawSkin(pen, looks, pose, onHead);
  drawNose(pen, looks, onHead);
  drawMouth(pen, looks, onHead, pose.smile);
  drawEyes(pen, looks, onHead, pose.blink);
  if (looks.glasses !== undefined) drawGlasses(pen, looks.glasses, onHead);
  drawHairFront(pen, looks.hair, pose);
  pen.restore();
}
