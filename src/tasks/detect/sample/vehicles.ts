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

function drawCarGlass(pen: Pen): void {
  pen.fillStyle = blend(pen, [0, -156], [0, -102], "#7d9db2", "#2f4357", "#161f2b");
  pen.beginPath();
  pen.moveTo(-180, -108);
  pen.lineTo(-160, -140);
  pen.quadraticCurveTo(-140, -145, -118, -145);
  pen.lineTo(-118, -106);
  pen.closePath();
  pen.moveTo(-110, -146);
  pen.lineTo(-30, -147);
  pen.lineTo(-30, -104);
  pen.lineTo(-110, -106);
  pen.closePath();
  pen.moveTo(-20, -147);
  pen.bezierCurveTo(4, -147, 22, -145, 34, -138);
  pen.bezierCurveTo(54, -128, 72, -116, 84, -104);
  pen.lineTo(-20, -104);
  pen.closePath();
  pen.fill();
  fillPolygon(
    pen,
    [
      [2, -146],
      [18, -144],
      [-4, -105],
      [-18, -105],
    ],
    "rgba(255, 255, 255, 0.2)",
  );
  fillPolygon(
    pen,
    [
      [-82, -146],
      [-66, -146],
      [-90, -106],
      [-104, -106],
    ],
    "rgba(255, 255, 255, 0.14)",
  );
}

/** Draws a car seen from its side, facing right, in centimetres around the middle of its wheels. */
export function drawCar(pen: Pen, paint: Paint, travelled: number): void {
  groundShadow(pen, 250, 24, 0.75);
  pen.beginPath();
  pen.moveTo(-204, -34);
  pen.bezierCurveTo(-214, -52, -212, -86, -204, -104);
  pen.bezierCurveTo(-196, -120, -186, -138, -168, -148);
  pen.bezierCurveTo(-120, -160, 0, -160, 36, -150);
  pen.bezierCurveTo(64, -140, 88, -124, 106, -108);
  pen.bezierCurveTo(150, -102, 186, -96, 200, -82);
  pen.bezierCurveTo(214, -68, 214, -48, 208, -34);
  pen.lineTo(172, -24);
  pen.lineTo(-186, -24);
  pen.closePath();
  const { light, base, dark } = paint;
  pen.fillStyle = blend(pen, [0, -156], [0, -24], light, base, base, base, dark);
  pen.fill();
  // A crease along the doors catches the sky; the sill below stays dark.
  strokeLine(
    pen,
    [
      [-200, -92],
      [-60, -96],
      [120, -94],
      [194, -80],
    ],
    2.5,
    "rgba(255, 255, 255, 0.4)",
  );
  strokeLine(
    pen,
    [
      [-158, -150],
      [-110, -155],
      [0, -155],
      [30, -150],
    ],
    2.5,
    "rgba(255, 240, 215, 0.55)",
  );
  fillRound(pen, -184, -36, 364, 13, 5, "rgba(10, 12, 20, 0.65)");
  drawCarGlass(pen);
  for (const [x, slant] of [
    [-114, 10],
    [-25, 0],
    [88, -14],
  ] as const) {
    strokeLine(
      pen,
      [
        [x, -102],
        [x, -62],
        [x + slant, -36],
      ],
      1.8,
      "rgba(10, 12, 20, 0.5)",
    );
  }
  fillRound(pen, -56, -90, 20, 5, 2, "rgba(10, 12, 20, 0.55)");
  fillRound(pen, 40, -90, 20, 5, 2, "rgba(10, 12, 20, 0.55)");
  fillRound(pen, 70, -114, 18, 13, 5, dark);
  fillPolygon(
    pen,
    [
      [168, -92],
      [198, -80],
      [204, -68],
      [176, -72],
    ],
    "#fff6d8",
  );
  fillPolygon(
    pen,
    [
      [-208, -100],
      [-192, -104],
      [-190, -74],
      [-211, -72],
    ],
    "#e5383b",
  );
  fillRound(pen, 180, -54, 32, 12, 4, "#1c2028");
  fillRound(pen, -214, -52, 30, 12, 4, "#1c2028");
  for (const x of [-128, 126]) {
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
