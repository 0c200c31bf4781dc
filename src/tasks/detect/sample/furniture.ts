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

function octagon(radius: number): Point[] {
  return Array.from({ length: 8 }, (_, corner): Point => {
    const angle = Math.PI / 8 + (corner * Math.PI) / 4;
    return [Math.cos(angle) * radius, Math.sin(angle) * radius];
  });
}

/** Strokes the four letters of the sign as paths, so that no installed font changes their shape. */
function strokeStop(pen: Pen): void {
  pen.lineWidth = 7;
  pen.lineCap = "butt";
  pen.lineJoin = "round";
  pen.strokeStyle = "#fdfaf5";
  pen.beginPath();
  pen.moveTo(-22, -10);
  pen.bezierCurveTo(-24, -19, -38, -18, -37, -8);
  pen.bezierCurveTo(-36, 1, -22, -1, -22, 9);
  pen.bezierCurveTo(-22, 19, -37, 19, -38, 9);
  pen.moveTo(-19, -13.5);
  pen.lineTo(1, -13.5);
  pen.moveTo(-9, -14);
  pen.lineTo(-9, 19);
  pen.moveTo(19.5, 1);
  pen.ellipse(11.5, 1, 8, 14.5, 0, 0, Math.PI * 2);
  pen.moveTo(27, 19);
  pen.lineTo(27, -13.5);
  pen.lineTo(32, -13.5);
  pen.bezierCurveTo(42, -13, 42, 4, 32, 3.5);
  pen.lineTo(27, 3.5);
  pen.stroke();
}

/** Draws a stop sign on its post, in centimetres around its foot. */
export function drawStopSign(pen: Pen): void {
  groundShadow(pen, 46, 8, 0.5);
  pen.fillStyle = blend(pen, [-5, 0], [5, 0], "#d4d8de", "#6d7480");
  pen.fillRect(-4.5, -214, 9, 214);
  pen.save();
  pen.translate(0, -252);
  pen.scale(1.12, 1.12);
  fillPolygon(pen, octagon(53), "#8c1d22");
  fillPolygon(pen, octagon(52), "#f7f3ee");
  fillPolygon(pen, octagon(47), blend(pen, [-40, -46], [40, 46], "#dd2f33", "#c4161c", "#a80f16"));
  pen.scale(0.9, 0.95);
  strokeStop(pen);
  pen.restore();
}

/** Draws a street clock on its post, in centimetres around its foot. */
export function drawClock(pen: Pen, turn: number): void {
  groundShadow(pen, 60, 10, 0.5);
  const iron = blend(pen, [-14, 0], [14, 0], "#4b6b66", "#24403f", "#142829");
  fillRound(pen, -22, -14, 44, 14, 4, iron);
  fillRound(pen, -15, -60, 30, 48, 6, iron);
  fillRound(pen, -8, -290, 16, 236, 4, iron);
  fillRound(pen, -14, -298, 28, 12, 4, iron);
  pen.save();
  pen.translate(0, -346);
  fillCircle(pen, 0, 0, 56, "#142829");
  fillCircle(pen, 0, 0, 52, blend(pen, [-40, -40], [40, 40], "#5d8079", "#1c3434"));
  fillCircle(pen, 0, 0, 46, blend(pen, [-20, -46], [20, 46], "#fffdf4", "#f1e8d2"));
  for (let hour = 0; hour < 12; hour += 1) {
    const angle = (hour / 12) * Math.PI * 2;
    const inner = hour % 3 === 0 ? 33 : 37;
    strokeLine(
      pen,
      [
        [Math.sin(angle) * inner, Math.cos(angle) * inner],
        [Math.sin(angle) * 42, Math.cos(angle) * 42],
      ],
      hour % 3 === 0 ? 4.4 : 2.6,
      "#1b2026",
    );
  }
  strokeLine(
    pen,
    [
      [0, 0],
      [-18, -17],
    ],
    5,
    "#1b2026",
  );
  strokeLine(
    pen,
    [
      [0, 0],
      [19, -29],
    ],
    3.6,
    "#1b2026",
  );
  strokeLine(
    pen,
    [
      [-Math.sin(turn) * 9, Math.cos(turn) * 9],
      [Math.sin(turn) * 38, -Math.cos(turn) * 38],
    ],
    1.5,
    "#c4161c",
  );
  fillCircle(pen, 0, 0, 3.8, "#1b2026");
  pen.restore();
}

/** Draws a traffic light on its post with one lamp lit (0 red, 1 amber, 2 green). */
export function drawTrafficLight(pen: Pen, lit: number): void {
  groundShadow(pen, 40, 7, 0.5);
  pen.fillStyle = blend(pen, [-6, 0], [6, 0], "#59616d", "#23282f");
  pen.fillRect(-5, -250, 10, 250);
  fillRound(pen, -36, -384, 72, 158, 8, "#0c0e12");
  fillRound(pen, -26, -372, 52, 134, 8, "#12151a");
  fillRound(pen, -23, -369, 46, 128, 7, blend(pen, [-23, 0], [23, 0], "#2c323b", "#171b21"));
  const lamps: readonly (readonly [string, string])[] = [
    ["#ff4a3d", "#4a1715"],
    ["#ffc23d", "#4a3a14"],
    ["#4dffab", "#123c2c"],
  ];
  lamps.forEach(([on, off], index) => {
    const y = -348 + index * 43;
    fillCircle(pen, 0, y, 18, "#0a0c0f");
    fillCircle(pen, 0, y + 1, 15.5, index === lit ? on : off);
    if (index === lit) fillCircle(pen, -2, y - 2, 8, "rgba(255, 255, 255, 0.55)");
    pen.beginPath();
    pen.arc(0, y, 19, Math.PI, 0);
    pen.lineWidth = 5;
    pen.strokeStyle = "#07090b";
    pen.stroke();
  });
}

/** Draws a wooden bench seen from the front, in centimetres around its middle. */
export function drawBench(pen: Pen): void {
  groundShadow(pen, 118, 13, 0.55);
  for (const x of [-78, 70]) {
    fillRound(pen, x, -88, 8, 46, 3, "#1d2229");
    fillRound(pen, x - 3, -46, 9, 46, 3, "#1d2229");
    fillRound(pen, x - 6, -66, 14, 6, 3, "#2c323b");
  }
  for (let slat = 0; slat < 3; slat += 1) {
    fillRound(
      pen,
      -92,
      -90 + slat * 14,
      184,
      11,
      3,
      blend(pen, [0, -90 + slat * 14], [0, -79 + slat * 14], "#d99a5b", "#a4653a"),
    );
  }
  for (let slat = 0; slat < 3; slat += 1) {
    fillRound(
      pen,
      -95 - slat * 2,
      -48 + slat * 6,
      190 + slat * 4,
      5,
      2,
      slat === 2 ? "#8a5230" : "#c98a4f",
    );
  }
}

/** Draws a leafy plant in a clay pot, in centimetres around its foot. */
export function drawPlant(pen: Pen, sway: number): void {
  groundShadow(pen, 44, 8, 0.5);
  const greens = ["#1f5a3c", "#2f7a4b", "#47a05d", "#2a6b45", "#63b86c"];
  for (let leaf = 0; leaf < 17; leaf += 1) {
    const side = leaf / 16 - 0.5;
    const lift = 1 - Math.abs(side) * 0.9;
    const reach = 46 + ((leaf * 37) % 22);
    pen.save();
    pen.translate(side * 16, -46);
    pen.rotate(side * 2.5 + sway * (0.4 + lift * 0.6));
    pen.beginPath();
    pen.moveTo(0, 0);
    pen.bezierCurveTo(-13, -reach * 0.4, -9, -reach * 0.9, 0, -reach * (0.8 + lift * 0.5));
    pen.bezierCurveTo(9, -reach * 0.9, 13, -reach * 0.4, 0, 0);
    pen.fillStyle = greens[(leaf * 3) % greens.length] ?? "#2f7a4b";
    pen.fill();
    strokeLine(
      pen,
      [
        [0, -4],
        [0, -reach * 0.85],
      ],
      1,
      "rgba(220, 255, 210, 0.3)",
    );
    pen.restore();
  }
  fillPolygon(
    pen,
    [
      [-25, -46],
      [25, -46],
      [18, 0],
      [-18, 0],
    ],
    blend(pen, [-25, 0], [25, 0], "#d98a5e", "#b9623c", "#7e3c25"),
  );
  fillRound(
    pen,
    -28,
    -53,
    56,
    12,
    3,
    blend(pen, [-28, 0], [28, 0], "#e69c70", "#c06a43", "#8a452c"),
  );
}
