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
  readonly skinShade: string;
  readonly hair: string;
  readonly top: string;
  readonly topShade: string;
  readonly sleeve: string;
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

/** Fills a limb that is as thick as given at its first end and at its last. */
function drawLimb(
  pen: Pen,
  [x0, y0]: Point,
  [x1, y1]: Point,
  first: number,
  last: number,
  fill: string,
): void {
  const angle = Math.atan2(y1 - y0, x1 - x0) + Math.PI / 2;
  const [across, down] = [Math.cos(angle) / 2, Math.sin(angle) / 2];
  fillPolygon(
    pen,
    [
      [x0 + across * first, y0 + down * first],
      [x1 + across * last, y1 + down * last],
      [x1 - across * last, y1 - down * last],
      [x0 - across * first, y0 - down * first],
    ],
    fill,
  );
  fillCircle(pen, x0, y0, first / 2, fill);
  fillCircle(pen, x1, y1, last / 2, fill);
}

function drawLeg(pen: Pen, hip: Point, swing: number, colour: string, shoes: string): void {
  const bend = Math.max(0, -swing * 0.9) + 0.08;
  const knee = joint(hip, swing, 44);
  const ankle = joint(knee, swing - bend, 42);
  drawLimb(pen, hip, knee, 19, 14, colour);
  drawLimb(pen, knee, ankle, 14, 10, colour);
  const [x, y] = ankle;
  pen.beginPath();
  pen.moveTo(x - 7, y - 3);
  pen.lineTo(x + 5, y - 4);
  pen.quadraticCurveTo(x + 20, y + 2, x + 19, y + 8);
  pen.lineTo(x - 8, y + 8);
  pen.closePath();
  pen.fillStyle = shoes;
  pen.fill();
  pen.fillStyle = "rgba(0, 0, 0, 0.45)";
  pen.fillRect(x - 8, y + 6, 27, 2.5);
}

function drawArm(pen: Pen, shoulder: Point, swing: number, colour: string, skin: string): void {
  const elbow = joint(shoulder, swing, 29);
  const wrist = joint(elbow, swing + 0.35, 25);
  drawLimb(pen, wrist, joint(elbow, swing + 0.35, 32), 7, 8, skin);
  drawLimb(pen, shoulder, elbow, 13, 11, colour);
  drawLimb(pen, elbow, wrist, 11, 9, colour);
}

function drawHead(pen: Pen, { skin, skinShade, hair }: Outfit): void {
  fillRound(pen, -3, -160, 12, 16, 5, skinShade);
  pen.beginPath();
  pen.ellipse(5, -168, 12, 14.5, 0.08, 0, Math.PI * 2);
  pen.fillStyle = blend(pen, [-6, 0], [17, 0], skinShade, skin, skin);
  pen.fill();
  fillPolygon(
    pen,
    [
      [15, -170],
      [20, -164],
      [15, -162],
    ],
    skin,
  );
  fillCircle(pen, 12, -170, 1.6, "#1a1210");
  strokeLine(
    pen,
    [
      [9, -174],
      [14, -174.5],
    ],
    1.2,
    "#1a1210",
  );
  strokeLine(
    pen,
    [
      [11, -159],
      [15, -159],
    ],
    1.2,
    "#7a3b30",
  );
  pen.beginPath();
  pen.moveTo(13, -177);
  pen.bezierCurveTo(12, -188, -8, -188, -10, -172);
  pen.bezierCurveTo(-12, -160, -8, -152, -2, -154);
  pen.bezierCurveTo(1, -160, 1, -168, 4, -173);
  pen.bezierCurveTo(8, -176, 11, -177, 13, -177);
  pen.fillStyle = hair;
  pen.fill();
  fillCircle(pen, 2, -167, 3, skin);
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
  pen.fillStyle = "#15171c";
  pen.fillRect(-14, -87, 30, 5);
  strokeLine(
    pen,
    [
      [15, -146],
      [16, -88],
    ],
    1.5,
    "rgba(255, 255, 255, 0.4)",
  );
  drawHead(pen, outfit);
  if (outfit.umbrella) {
    drawUmbrella(pen, outfit.umbrella);
    fillCircle(pen, 18, -134, 5, outfit.skin);
    strokeLine(pen, [shoulder, [8, -115], [17, -130]], 11, outfit.sleeve);
  } else {
    drawArm(pen, shoulder, -swing * 1.1, outfit.sleeve, outfit.skin);
  }
  pen.restore();
}

/** Draws a bird in flight, in centimetres around its middle, with its wings at the given beat. */
export function drawBird(pen: Pen, beat: number): void {
  const lift = 0.3 + Math.sin(beat) * 0.7;
  const wing = (root: number, tip: number, fill: string): void => {
    pen.beginPath();
    pen.moveTo(root + 12, -3);
    pen.quadraticCurveTo(root + 14, -22 * lift, tip, -50 * lift - 6);
    pen.quadraticCurveTo(root - 12, -20 * lift, root - 13, 2);
    pen.closePath();
    pen.fillStyle = fill;
    pen.fill();
  };
  wing(8, 4, "#8795a6");
  pen.beginPath();
  pen.moveTo(40, -4);
  pen.bezierCurveTo(30, -13, 10, -9, -12, -5);
  pen.lineTo(-44, -4);
  pen.lineTo(-42, 5);
  pen.bezierCurveTo(-14, 11, 16, 11, 34, 2);
  pen.closePath();
  pen.fillStyle = blend(pen, [0, -10], [0, 9], "#f4f1ea", "#b9c0c8");
  pen.fill();
  fillPolygon(
    pen,
    [
      [38, -6],
      [49, -2],
      [37, 0],
    ],
    "#e8a33d",
  );
  fillCircle(pen, 33, -5, 1.4, "#1b2026");
  wing(0, -22, "#dfe3e6");
}
