import {
  blend,
  fillCircle,
  fillPolygon,
  fillRound,
  groundShadow,
  type Pen,
  strokeLine,
} from "./pen.ts";

/** The paint of a vehicle: its lit, middle and shaded colour. */
export interface Paint {
  readonly light: string;
  readonly base: string;
  readonly dark: string;
}

function drawWheel(pen: Pen, x: number, radius: number, turn: number): void {
  pen.save();
  pen.translate(x, -radius);
  fillCircle(pen, 0, 0, radius, "#15171c");
  fillCircle(
    pen,
    0,
    0,
    radius * 0.66,
    blend(pen, [-radius, -radius], [radius, radius], "#e6e9ee", "#7b828e"),
  );
  pen.rotate(turn);
  for (let spoke = 0; spoke < 5; spoke += 1) {
    pen.rotate((Math.PI * 2) / 5);
    fillPolygon(
      pen,
      [
        [-radius * 0.12, -radius * 0.2],
        [radius * 0.12, -radius * 0.2],
        [radius * 0.2, -radius * 0.56],
        [-radius * 0.2, -radius * 0.56],
      ],
      "#2a2e37",
    );
  }
  fillCircle(pen, 0, 0, radius * 0.15, "#c9ced6");
  pen.restore();
}

/** Draws a car seen from its side, facing right, in centimetres around the middle of its wheels. */
export function drawCar(pen: Pen, paint: Paint, travelled: number): void {
  groundShadow(pen, 260, 26, 0.7);
  pen.beginPath();
  pen.moveTo(-210, -36);
  pen.bezierCurveTo(-222, -52, -220, -84, -210, -98);
  pen.bezierCurveTo(-190, -106, -176, -106, -168, -108);
  pen.bezierCurveTo(-140, -134, -112, -150, -70, -152);
  pen.bezierCurveTo(-20, -155, 24, -154, 44, -146);
  pen.bezierCurveTo(72, -134, 90, -118, 108, -104);
  pen.bezierCurveTo(150, -98, 190, -94, 208, -78);
  pen.bezierCurveTo(220, -66, 220, -48, 214, -34);
  pen.lineTo(176, -24);
  pen.lineTo(-190, -24);
  pen.closePath();
  pen.fillStyle = blend(
    pen,
    [0, -155],
    [0, -24],
    paint.light,
    paint.light,
    paint.base,
    paint.base,
    paint.dark,
  );
  pen.fill();
  // A crease along the doors catches the sky; the sill below stays dark.
  strokeLine(
    pen,
    [
      [-204, -92],
      [-60, -95],
      [120, -92],
      [200, -80],
    ],
    2.5,
    "rgba(255, 255, 255, 0.45)",
  );
  fillRound(pen, -188, -34, 372, 11, 5, "rgba(10, 12, 20, 0.6)");
  const glass = blend(pen, [0, -148], [0, -102], "#9fc3d6", "#38526a", "#1b2838");
  pen.beginPath();
  pen.moveTo(-150, -104);
  pen.bezierCurveTo(-128, -128, -106, -142, -74, -143);
  pen.lineTo(-38, -144);
  pen.lineTo(-38, -102);
  pen.closePath();
  pen.moveTo(-28, -144);
  pen.bezierCurveTo(0, -146, 24, -145, 38, -138);
  pen.bezierCurveTo(58, -128, 74, -114, 88, -101);
  pen.lineTo(-28, -102);
  pen.closePath();
  pen.fillStyle = glass;
  pen.fill();
  fillPolygon(
    pen,
    [
      [-2, -143],
      [16, -143],
      [-8, -103],
      [-26, -103],
    ],
    "rgba(255, 255, 255, 0.22)",
  );
  fillPolygon(
    pen,
    [
      [-92, -140],
      [-80, -142],
      [-108, -103],
      [-120, -103],
    ],
    "rgba(255, 255, 255, 0.18)",
  );
  strokeLine(
    pen,
    [
      [-33, -100],
      [-36, -60],
      [-34, -34],
    ],
    1.8,
    "rgba(10, 12, 20, 0.5)",
  );
  strokeLine(
    pen,
    [
      [82, -98],
      [78, -60],
      [66, -34],
    ],
    1.8,
    "rgba(10, 12, 20, 0.5)",
  );
  strokeLine(
    pen,
    [
      [-112, -99],
      [-106, -80],
    ],
    1.8,
    "rgba(10, 12, 20, 0.4)",
  );
  fillRound(pen, -58, -88, 20, 5, 2, "rgba(10, 12, 20, 0.55)");
  fillRound(pen, 46, -88, 20, 5, 2, "rgba(10, 12, 20, 0.55)");
  fillRound(pen, 74, -112, 18, 12, 5, paint.dark);
  fillPolygon(
    pen,
    [
      [176, -88],
      [206, -76],
      [212, -64],
      [186, -68],
    ],
    "#fff6d8",
  );
  fillPolygon(
    pen,
    [
      [-214, -90],
      [-196, -94],
      [-192, -74],
      [-217, -72],
    ],
    "#e5383b",
  );
  fillRound(pen, 186, -52, 34, 10, 4, "#1c2028");
  for (const x of [-130, 130]) {
    fillCircle(pen, x, -36, 43, "#0d0f14");
    drawWheel(pen, x, 35, travelled / 35);
  }
}

/** Draws a parked bicycle seen from its side, in centimetres around its middle. */
export function drawBicycle(pen: Pen, paint: Paint): void {
  groundShadow(pen, 105, 11, 0.5);
  for (const x of [-54, 54]) {
    pen.beginPath();
    pen.arc(x, -34, 34, 0, Math.PI * 2);
    pen.lineWidth = 5;
    pen.strokeStyle = "#14161b";
    pen.stroke();
    pen.lineWidth = 1.6;
    pen.strokeStyle = "#c7ccd4";
    pen.beginPath();
    pen.arc(x, -34, 30.5, 0, Math.PI * 2);
    pen.stroke();
    pen.lineWidth = 0.6;
    pen.beginPath();
    for (let spoke = 0; spoke < 12; spoke += 1) {
      const angle = (spoke / 12) * Math.PI * 2;
      pen.moveTo(x, -34);
      pen.lineTo(x + Math.cos(angle) * 30, -34 + Math.sin(angle) * 30);
    }
    pen.stroke();
    fillCircle(pen, x, -34, 3.4, "#3a3f49");
  }
  strokeLine(
    pen,
    [
      [-54, -34],
      [-8, -32],
      [36, -78],
      [-22, -76],
      [-8, -32],
    ],
    5,
    paint.base,
  );
  strokeLine(
    pen,
    [
      [-54, -34],
      [-22, -76],
    ],
    4,
    paint.base,
  );
  strokeLine(
    pen,
    [
      [-22, -76],
      [34, -78],
    ],
    1.6,
    paint.light,
  );
  strokeLine(
    pen,
    [
      [54, -34],
      [34, -92],
      [30, -98],
    ],
    4.5,
    paint.dark,
  );
  strokeLine(
    pen,
    [
      [22, -100],
      [38, -104],
      [46, -96],
      [42, -90],
    ],
    4,
    "#1c2028",
  );
  strokeLine(
    pen,
    [
      [-22, -76],
      [-26, -92],
    ],
    4,
    "#1c2028",
  );
  strokeLine(
    pen,
    [
      [-40, -94],
      [-12, -94],
    ],
    7.5,
    "#1c2028",
  );
  strokeLine(
    pen,
    [
      [-54, -30],
      [-8, -25],
      [-8, -39],
      [-54, -37],
    ],
    1.4,
    "#14161b",
  );
  fillCircle(pen, -8, -32, 8.5, "#2a2e37");
  strokeLine(
    pen,
    [
      [-8, -32],
      [2, -18],
    ],
    3,
    "#2a2e37",
  );
  strokeLine(
    pen,
    [
      [-3, -17],
      [8, -17],
    ],
    3.4,
    "#14161b",
  );
}
