import type { Looks } from "./head.ts";
import { glow, type Pen, type Point, traceClosed, traceOpen } from "./pen.ts";
import type { OnHead } from "./pose.ts";

const EYE_U = 0.44;
const EYE_V = 0.02;

function eyelids(onHead: OnHead, sign: -1 | 1, open: number): [upper: Point[], lower: Point[]] {
  const at = (along: number, v: number): Point =>
    onHead(sign * (EYE_U + along * 0.2), EYE_V + v, 0.02);
  const upper = [
    at(-1, 0.03),
    at(-0.55, 0.03 - 0.085 * open),
    at(0.05, 0.03 - 0.125 * open),
    at(0.6, 0.02 - 0.085 * open),
    at(1, 0.0),
  ];
  const lower = [at(0.6, 0.045), at(0, 0.075), at(-0.55, 0.062)];
  return [upper, lower];
}

/** Draws sockets, eyes, lids, lashes and brows. */
export function drawEyes(pen: Pen, looks: Looks, onHead: OnHead, blink: number): void {
  const open = 1 - blink;
  for (const sign of [-1, 1] as const) {
    glow(pen, onHead(sign * 0.42, EYE_V - 0.05), 0.27, 0.18, looks.skinShade, 0.6);
    glow(pen, onHead(sign * 0.2, EYE_V - 0.03), 0.12, 0.16, looks.skinShade, 0.5);
    const [upper, lower] = eyelids(onHead, sign, Math.max(0.02, open));
    traceClosed(pen, [...upper, ...lower]);
    pen.save();
    pen.clip();
    pen.fillStyle = "rgb(238 234 230)";
    pen.fillRect(-2, -2, 4, 4);
    const [x, y] = onHead(sign * EYE_U, EYE_V, 0.02);
    glow(pen, [x, y - 0.1], 0.26, 0.09, "60 45 45", 0.55);
    disc(pen, [x, y], 0.082, `rgb(${looks.iris})`);
    disc(pen, [x, y], 0.04, "rgb(14 10 10)");
    disc(pen, [x - 0.026, y - 0.03], 0.018, "rgb(255 255 255 / 0.95)");
    pen.restore();
    traceOpen(pen, upper);
    pen.strokeStyle = "rgb(34 22 20)";
    pen.lineWidth = 0.034;
    pen.lineCap = "round";
    pen.stroke();
    traceOpen(pen, [...lower].reverse());
    pen.strokeStyle = `rgb(${looks.skinShade})`;
    pen.lineWidth = 0.014;
    pen.stroke();
    drawCrease(pen, looks, onHead, sign);
    drawBrow(pen, looks, onHead, sign);
  }
}

function disc(pen: Pen, [x, y]: Point, radius: number, fill: string): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fillStyle = fill;
  pen.fill();
}

function drawCrease(pen: Pen, looks: Looks, onHead: OnHead, sign: -1 | 1): void {
  traceOpen(pen, [
    onHead(sign * 0.27, -0.06),
    onHead(sign * 0.44, -0.145),
    onHead(sign * 0.63, -0.08),
  ]);
  pen.strokeStyle = `rgb(${looks.skinShade} / 0.9)`;
  pen.lineWidth = 0.016;
  pen.stroke();
}

function drawBrow(pen: Pen, looks: Looks, onHead: OnHead, sign: -1 | 1): void {
  const at = (u: number, v: number): Point => onHead(sign * u, v, 0.02);
  traceClosed(pen, [
    at(0.17, -0.22),
    at(0.42, -0.31),
    at(0.68, -0.25),
    at(0.75, -0.17),
    at(0.62, -0.215),
    at(0.42, -0.245),
    at(0.18, -0.16),
  ]);
  pen.fillStyle = `rgb(${looks.brow})`;
  pen.fill();
}

/** Draws the ridge, the wings and the shadow of the nose. */
export function drawNose(pen: Pen, looks: Looks, onHead: OnHead): void {
  glow(pen, onHead(0.17, 0.18, 0.04), 0.1, 0.3, looks.skinShade, 0.55);
  glow(pen, onHead(0.03, 0.49, 0.02), 0.3, 0.1, looks.skinShade, 0.65);
  glow(pen, onHead(-0.02, 0.1, 0.12), 0.06, 0.34, looks.skinLight, 0.8);
  glow(pen, onHead(0, 0.35, 0.22), 0.17, 0.13, looks.skin, 0.9);
  glow(pen, onHead(-0.03, 0.32, 0.24), 0.09, 0.08, looks.skinLight, 0.95);
  for (const sign of [-1, 1] as const) {
    glow(pen, onHead(sign * 0.2, 0.38, 0.08), 0.08, 0.08, looks.skin, 0.9);
    traceOpen(pen, [
      onHead(sign * 0.2, 0.3, 0.08),
      onHead(sign * 0.255, 0.37, 0.06),
      onHead(sign * 0.2, 0.435, 0.08),
    ]);
    pen.strokeStyle = `rgb(${looks.skinShade})`;
    pen.lineWidth = 0.024;
    pen.stroke();
    const [x, y] = onHead(sign * 0.105, 0.435, 0.12);
    pen.beginPath();
    pen.ellipse(x, y, 0.05, 0.022, sign * -0.3, 0, Math.PI * 2);
    pen.fillStyle = "rgb(50 22 18 / 0.75)";
    pen.fill();
  }
}

/** Draws the lips, and the teeth of a smile. */
export function drawMouth(pen: Pen, looks: Looks, onHead: OnHead, smile: number): void {
  const corner = 0.29 + smile * 0.08;
  const cornerV = 0.665 - smile * 0.045;
  const at = (u: number, v: number): Point => onHead(u, v, 0.07);
  const left = at(-corner, cornerV);
  const right = at(corner, cornerV);
  glow(pen, at(0, 0.83), 0.24, 0.06, looks.skinShade, 0.7);
  const upperTop = [
    at(-0.13, 0.603),
    at(-0.04, 0.59),
    at(0, 0.602),
    at(0.04, 0.59),
    at(0.13, 0.603),
  ];
  const bottom = [
    at(0.16, 0.735 + smile * 0.02),
    at(0, 0.765 + smile * 0.03),
    at(-0.16, 0.735 + smile * 0.02),
  ];
  traceClosed(pen, [left, ...upperTop, right, ...bottom]);
  pen.fillStyle = `rgb(${looks.lips})`;
  pen.fill();
  glow(pen, at(-0.03, 0.72 + smile * 0.03), 0.13, 0.03, "255 225 215", 0.4);
  const gap = 0.006 + smile * 0.05;
  traceClosed(pen, [
    left,
    at(-0.14, 0.66),
    at(0, 0.655),
    at(0.14, 0.66),
    right,
    at(0.15, 0.668 + gap),
    at(0, 0.672 + gap * 1.3),
    at(-0.15, 0.668 + gap),
  ]);
  pen.fillStyle = smile > 0.25 ? "rgb(240 232 226)" : "rgb(74 26 28)";
  pen.fill();
  pen.strokeStyle = "rgb(74 26 28)";
  pen.lineWidth = 0.014;
  pen.stroke();
}
