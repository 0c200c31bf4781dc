import {
  blend,
  fillCircle,
  fillRound,
  groundShadow,
  type Pen,
  strokeLine,
} from "../detect/sample/pen.ts";
import type { Body, Limb, Spot } from "./sample-body.ts";

/** What a surface looks like in the light, as it is, and in the shade. */
interface Cloth {
  readonly light: string;
  readonly base: string;
  readonly dark: string;
}

const SKIN: Cloth = { light: "#e2ad86", base: "#c98f68", dark: "#8f5d40" };
const SHIRT: Cloth = { light: "#f08a6a", base: "#d2553d", dark: "#8e2b22" };
const TIGHTS: Cloth = { light: "#4d5f86", base: "#33415f", dark: "#1c2438" };
const SHOES: Cloth = { light: "#ffffff", base: "#e9e6df", dark: "#a39e95" };
const HAIR = "#2a1a14";

/** Fills a limb's part that is as thick as given at each end, lit from the left. */
function drawPart(pen: Pen, from: Spot, to: Spot, first: number, last: number, cloth: Cloth): void {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  pen.save();
  pen.translate(from[0], from[1]);
  pen.rotate(angle);
  pen.beginPath();
  pen.arc(0, 0, first / 2, Math.PI / 2, -Math.PI / 2);
  pen.bezierCurveTo(length * 0.35, -first * 0.58, length * 0.7, -last * 0.55, length, -last / 2);
  pen.arc(length, 0, last / 2, -Math.PI / 2, Math.PI / 2);
  pen.bezierCurveTo(length * 0.7, last * 0.55, length * 0.35, first * 0.58, 0, first / 2);
  pen.closePath();
  // The light stays at the upper left whichever way the limb points.
  const side = Math.sin(angle) + Math.cos(angle) * -1 > 0 ? 1 : -1;
  const half = first * 0.6;
  pen.fillStyle = blend(
    pen,
    [0, half * side],
    [0, -half * side],
    cloth.light,
    cloth.base,
    cloth.dark,
  );
  pen.fill();
  pen.restore();
}

function drawShoe(pen: Pen, [x, y]: Spot, side: -1 | 1): void {
  pen.beginPath();
  pen.moveTo(x - side * 5, y - 4);
  pen.bezierCurveTo(x + side * 6, y - 7, x + side * 13, y + 2, x + side * 15, y + 8);
  pen.lineTo(x - side * 6, y + 8);
  pen.closePath();
  pen.fillStyle = blend(pen, [0, y - 6], [0, y + 8], SHOES.light, SHOES.base, SHOES.dark);
  pen.fill();
  pen.fillStyle = "rgba(0, 0, 0, 0.5)";
  pen.fillRect(Math.min(x - side * 6, x + side * 15), y + 7, 21, 1.6);
}

function drawLeg(pen: Pen, { root, bend, end }: Limb, side: -1 | 1): void {
  drawPart(pen, bend, [end[0], end[1] + 1], 14.5, 9, TIGHTS);
  drawPart(pen, root, bend, 21, 14.5, TIGHTS);
  fillRound(pen, end[0] - 4.2, end[1] - 5, 8.4, 8, 3, SKIN.base);
  drawShoe(pen, end, side);
}

/** A sweatband across the wrist. */
function drawCuff(pen: Pen, [x0, y0]: Spot, [x1, y1]: Spot): void {
  pen.save();
  pen.translate(x1, y1);
  pen.rotate(Math.atan2(y1 - y0, x1 - x0));
  fillRound(pen, -5.5, -4, 5, 8, 1.6, blend(pen, [0, -4], [0, 4], "#ffffff", "#f0ece4", "#c4beb4"));
  pen.restore();
}

function drawArm(pen: Pen, { root, bend, end }: Limb): void {
  const sleeve: Spot = [root[0] + (bend[0] - root[0]) * 0.5, root[1] + (bend[1] - root[1]) * 0.5];
  drawPart(pen, root, bend, 11, 9, SKIN);
  drawPart(pen, bend, end, 9, 6.6, SKIN);
  const palm: Spot = [end[0] + (end[0] - bend[0]) * 0.2, end[1] + (end[1] - bend[1]) * 0.2];
  const tips: Spot = [end[0] + (end[0] - bend[0]) * 0.42, end[1] + (end[1] - bend[1]) * 0.42];
  drawPart(pen, palm, tips, 7, 4, SKIN);
  drawPart(pen, end, palm, 6.6, 7.6, SKIN);
  drawCuff(pen, bend, end);
  drawPart(pen, root, sleeve, 14, 12, SHIRT);
}

function drawTrunk(pen: Pen, { neck, hips }: Body): void {
  const [x, top] = neck;
  const [hipX, bottom] = hips;
  pen.beginPath();
  pen.moveTo(hipX - 17, bottom - 8);
  pen.bezierCurveTo(hipX - 19, bottom + 6, hipX - 12, bottom + 12, hipX, bottom + 12);
  pen.bezierCurveTo(hipX + 12, bottom + 12, hipX + 19, bottom + 6, hipX + 17, bottom - 8);
  pen.closePath();
  pen.fillStyle = blend(
    pen,
    [hipX - 18, 0],
    [hipX + 18, 0],
    TIGHTS.light,
    TIGHTS.base,
    TIGHTS.dark,
  );
  pen.fill();
  fillRound(pen, x - 5.2, top - 12, 10.4, 18, 5, SKIN.dark);
  pen.beginPath();
  pen.moveTo(x - 6, top - 2);
  pen.bezierCurveTo(x - 14, top + 0, x - 23, top - 1, x - 25, top + 9);
  pen.bezierCurveTo(x - 23, top + 24, x - 16, top + 30, hipX - 17, bottom - 4);
  pen.quadraticCurveTo(hipX, bottom + 1, hipX + 17, bottom - 4);
  pen.bezierCurveTo(x + 16, top + 30, x + 23, top + 24, x + 25, top + 9);
  pen.bezierCurveTo(x + 23, top - 1, x + 14, top + 0, x + 6, top - 2);
  pen.quadraticCurveTo(x, top + 5, x - 6, top - 2);
  pen.closePath();
  pen.fillStyle = blend(
    pen,
    [x - 24, top],
    [x + 24, top + 20],
    SHIRT.light,
    SHIRT.base,
    SHIRT.dark,
  );
  pen.fill();
  strokeLine(
    pen,
    [
      [x - 6, top - 2],
      [x, top + 2],
      [x + 6, top - 2],
    ],
    1.6,
    SHIRT.dark,
  );
  strokeLine(
    pen,
    [
      [x + 14, top + 14],
      [x + 9, top + 24],
    ],
    1.2,
    "rgba(80, 20, 14, 0.35)",
  );
  strokeLine(
    pen,
    [
      [x - 14, top + 16],
      [x - 9, top + 25],
    ],
    1.2,
    "rgba(80, 20, 14, 0.25)",
  );
}

function drawHead(pen: Pen, { head: [x, y], glance }: Body): void {
  const look = glance * 2.2;
  fillCircle(pen, x, y - 5, 11.6, HAIR);
  for (const side of [-1, 1]) {
    pen.beginPath();
    pen.ellipse(x + side * 10 - look * 0.5, y + 1.5, 2.2, 3.6, 0, 0, Math.PI * 2);
    pen.fillStyle = side < 0 ? SKIN.base : SKIN.dark;
    pen.fill();
  }
  pen.beginPath();
  pen.moveTo(x - 9.8, y - 6);
  pen.bezierCurveTo(x - 10.6, y + 6, x - 6, y + 14.5, x + look * 0.3, y + 14.5);
  pen.bezierCurveTo(x + 6, y + 14.5, x + 10.6, y + 6, x + 9.8, y - 6);
  pen.bezierCurveTo(x + 7, y - 14, x - 7, y - 14, x - 9.8, y - 6);
  pen.closePath();
  pen.fillStyle = blend(pen, [x - 10, y - 4], [x + 11, y + 4], SKIN.light, SKIN.base, "#a56f4e");
  pen.fill();
  pen.beginPath();
  pen.moveTo(x - 10.6, y - 1);
  pen.bezierCurveTo(x - 13, y - 20, x + 13, y - 20, x + 10.6, y - 1);
  pen.bezierCurveTo(x + 9, y - 8, x + 5, y - 9.5, x + 1 + look, y - 10);
  pen.bezierCurveTo(x - 4, y - 9.5, x - 8, y - 7, x - 10.6, y - 1);
  pen.closePath();
  pen.fillStyle = HAIR;
  pen.fill();
  for (const side of [-1, 1]) {
    const eye = x + side * 4 + look;
    pen.beginPath();
    pen.ellipse(eye, y - 0.6, 1.9, 1.05, 0, 0, Math.PI * 2);
    pen.fillStyle = "#fbf6f0";
    pen.fill();
    fillCircle(pen, eye + look * 0.15, y - 0.6, 1.05, "#2b1a12");
    strokeLine(
      pen,
      [
        [eye - 2.4, y - 3.5],
        [eye, y - 4.3],
        [eye + 2.4, y - 3.6],
      ],
      1,
      HAIR,
    );
  }
  strokeLine(
    pen,
    [
      [x + look * 1.2, y],
      [x + 1.5 + look * 1.3, y + 4.2],
      [x + look * 1.2 - 1, y + 4.6],
    ],
    1,
    "#94603f",
  );
  strokeLine(
    pen,
    [
      [x - 3 + look, y + 8.6],
      [x + look, y + 9.5],
      [x + 3 + look, y + 8.6],
    ],
    1.3,
    "#9c4a3c",
  );
}

/** Draws the figure facing us, in centimetres around the middle of the mat, its feet at 0. */
export function drawFigure(pen: Pen, body: Body): void {
  for (const { end } of body.legs) {
    pen.save();
    pen.translate(end[0], 0);
    groundShadow(pen, 22, 5, 0.5);
    pen.restore();
  }
  drawLeg(pen, body.legs[0], -1);
  drawLeg(pen, body.legs[1], 1);
  drawTrunk(pen, body);
  drawArm(pen, body.arms[0]);
  drawArm(pen, body.arms[1]);
  drawHead(pen, body);
}
