import {
  blend,
  fillCircle,
  fillPolygon,
  fillRound,
  groundShadow,
  type Pen,
  type Point,
  strokeLine,
} from "./pen.ts";

/** What a stylised figure wears. */
export interface Outfit {
  readonly skin: string;
  readonly hair: string;
  readonly top: string;
  readonly topShade: string;
  readonly legs: string;
  readonly legsShade: string;
  readonly shoes: string;
  readonly pack?: string;
  /** The colours of the panels of an open umbrella, from left to right. */
  readonly umbrella?: readonly string[];
}

function joint([x, y]: Point, angle: number, length: number): Point {
  return [x + Math.sin(angle) * length, y + Math.cos(angle) * length];
}

function drawLeg(pen: Pen, hip: Point, swing: number, colour: string, shoes: string): void {
  const bend = Math.max(0, -swing * 0.9) + 0.08;
  const knee = joint(hip, swing, 44);
  const ankle = joint(knee, swing - bend, 42);
  strokeLine(pen, [hip, knee], 17, colour);
  strokeLine(pen, [knee, ankle], 13, colour);
  const [x, y] = ankle;
  strokeLine(
    pen,
    [
      [x - 2, y + 3],
      [x + 14, y + 4],
    ],
    9,
    shoes,
  );
}

function drawArm(pen: Pen, shoulder: Point, swing: number, colour: string, skin: string): void {
  const elbow = joint(shoulder, swing, 29);
  const wrist = joint(elbow, swing + 0.35, 25);
  const hand = joint(elbow, swing + 0.35, 31);
  fillCircle(pen, hand[0], hand[1], 5, skin);
  strokeLine(pen, [shoulder, elbow, wrist], 11, colour);
}

function drawUmbrella(pen: Pen, panels: readonly string[]): void {
  const middle = 18;
  const half = 72;
  strokeLine(
    pen,
    [
      [middle, -122],
      [middle, -215],
    ],
    3,
    "#2a2e37",
  );
  panels.forEach((colour, index) => {
    const left = -half + (index * 2 * half) / panels.length;
    const right = -half + ((index + 1) * 2 * half) / panels.length;
    pen.beginPath();
    pen.moveTo(middle, -232);
    pen.quadraticCurveTo(middle + left * 0.95, -228, middle + left, -182);
    pen.quadraticCurveTo(middle + (left + right) / 2, -192, middle + right, -182);
    pen.quadraticCurveTo(middle + right * 0.95, -228, middle, -232);
    pen.fillStyle = colour;
    pen.fill();
  });
  strokeLine(
    pen,
    [
      [middle, -232],
      [middle, -242],
    ],
    3,
    "#2a2e37",
  );
}

/** Draws a walking figure from the side, facing right, in centimetres around its feet. */
export function drawWalker(pen: Pen, outfit: Outfit, stride: number): void {
  groundShadow(pen, 50, 9, 0.55);
  const swing = Math.sin(stride) * 0.5;
  const lift = Math.abs(Math.cos(stride)) * 3;
  pen.save();
  pen.translate(0, -lift);
  const hip: Point = [0, -90];
  const shoulder: Point = [2, -141];
  drawArm(pen, [5, -139], swing * 1.1, outfit.topShade, outfit.skin);
  drawLeg(pen, [2, -90], -swing, outfit.legsShade, outfit.shoes);
  drawLeg(pen, hip, swing, outfit.legs, outfit.shoes);
  if (outfit.pack) fillRound(pen, -33, -146, 24, 50, 10, outfit.pack);
  pen.beginPath();
  pen.moveTo(-12, -148);
  pen.bezierCurveTo(0, -153, 14, -151, 17, -140);
  pen.bezierCurveTo(21, -122, 18, -104, 16, -82);
  pen.lineTo(-14, -82);
  pen.bezierCurveTo(-17, -104, -20, -132, -12, -148);
  pen.fillStyle = blend(pen, [-18, 0], [20, 0], outfit.topShade, outfit.top, outfit.top);
  pen.fill();
  fillRound(pen, -3, -160, 12, 16, 5, outfit.skin);
  pen.beginPath();
  pen.ellipse(5, -168, 12, 14.5, 0.08, 0, Math.PI * 2);
  pen.fillStyle = outfit.skin;
  pen.fill();
  fillPolygon(
    pen,
    [
      [15, -170],
      [20, -164],
      [15, -162],
    ],
    outfit.skin,
  );
  pen.beginPath();
  pen.moveTo(13, -177);
  pen.bezierCurveTo(12, -188, -8, -188, -10, -172);
  pen.bezierCurveTo(-12, -160, -8, -152, -2, -154);
  pen.bezierCurveTo(1, -160, 1, -168, 4, -173);
  pen.bezierCurveTo(8, -176, 11, -177, 13, -177);
  pen.fillStyle = outfit.hair;
  pen.fill();
  fillCircle(pen, 2, -167, 3, outfit.skin);
  if (outfit.umbrella) {
    drawUmbrella(pen, outfit.umbrella);
    fillCircle(pen, 18, -134, 5, outfit.skin);
    strokeLine(pen, [shoulder, [8, -115], [17, -130]], 11, outfit.top);
  } else {
    drawArm(pen, shoulder, -swing * 1.1, outfit.top, outfit.skin);
  }
  pen.restore();
}

/** Draws a bird in flight, in centimetres around its middle, with its wings at the given beat. */
export function drawBird(pen: Pen, beat: number): void {
  const up = Math.sin(beat) * 26;
  pen.fillStyle = "#232b38";
  pen.beginPath();
  pen.ellipse(0, 0, 30, 8, -0.08, 0, Math.PI * 2);
  pen.fill();
  fillCircle(pen, 28, -5, 7, "#232b38");
  fillPolygon(
    pen,
    [
      [33, -7],
      [44, -3],
      [33, -1],
    ],
    "#e8a33d",
  );
  fillPolygon(
    pen,
    [
      [-24, -3],
      [-52, -8],
      [-50, 6],
    ],
    "#2d3747",
  );
  pen.beginPath();
  pen.moveTo(14, -3);
  pen.quadraticCurveTo(6, -20 - up, -22, -34 - up * 1.6);
  pen.quadraticCurveTo(-14, -14 - up * 0.4, -14, 0);
  pen.closePath();
  pen.fillStyle = "#3a4658";
  pen.fill();
  pen.beginPath();
  pen.moveTo(16, -2);
  pen.quadraticCurveTo(22, -24 - up, 6, -48 - up * 1.6);
  pen.quadraticCurveTo(-4, -18 - up * 0.4, -10, 2);
  pen.closePath();
  pen.fillStyle = "#1d2430";
  pen.fill();
}
