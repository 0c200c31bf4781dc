import { blend, fillPolygon, fillRound, groundShadow, type Pen } from "../detect/sample/pen.ts";

/** The measures of one picture of the room. */
export interface RoomView {
  readonly width: number;
  readonly height: number;
  /** The y at which the figure stands. */
  readonly floor: number;
  /** The y at which wall and floor meet. */
  readonly skirting: number;
  /** Pixels per centimetre where the figure stands. */
  readonly zoom: number;
}

/** How tall and how wide the figure may become, in centimetres, with air around it. */
const ROOM_FOR = { tall: 205, wide: 150 } as const;

/** Works out the measures of a canvas. */
export function roomView(width: number, height: number): RoomView {
  const zoom = Math.min((height * 0.96) / ROOM_FOR.tall, width / ROOM_FOR.wide);
  const floor = Math.min(height * 0.91, height / 2 + zoom * 96);
  return { width, height, floor, skirting: floor - zoom * 30, zoom };
}

function drawWall(pen: Pen, { width, skirting, zoom }: RoomView): void {
  pen.fillStyle = blend(pen, [0, 0], [width, skirting], "#b9b8b3", "#a3aaab", "#828d96", "#667280");
  pen.fillRect(0, 0, width, skirting);
  // The light of a window outside the picture, in four panes, aslant on the wall.
  pen.save();
  pen.globalCompositeOperation = "screen";
  for (const [column, row] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const left = width / 2 + zoom * (-112 + column * 44);
    const top = skirting - zoom * (150 - row * 62) + zoom * column * 10;
    fillPolygon(
      pen,
      [
        [left, top],
        [left + zoom * 40, top + zoom * 9],
        [left + zoom * 32, top + zoom * 66],
        [left - zoom * 8, top + zoom * 57],
      ],
      "rgba(255, 214, 160, 0.2)",
    );
  }
  pen.restore();
}

function drawFloor(pen: Pen, { width, height, skirting, floor, zoom }: RoomView): void {
  pen.fillStyle = blend(pen, [0, skirting], [0, height], "#8a6a50", "#a07c5d", "#7c5c44");
  pen.fillRect(0, skirting, width, height - skirting);
  pen.save();
  pen.beginPath();
  pen.rect(0, skirting, width, height - skirting);
  pen.clip();
  pen.strokeStyle = "rgba(50, 32, 20, 0.28)";
  pen.lineWidth = Math.max(1, zoom * 0.6);
  const middle = width / 2;
  const eye = skirting - zoom * 110;
  const reach = Math.ceil(width / zoom / 22) + 4;
  for (let board = -reach; board <= reach; board += 1) {
    const near = middle + (board + 0.5) * 22 * zoom;
    // Boards run towards the eye's vanishing point.
    const far = middle + ((near - middle) * (skirting - eye)) / (floor - eye);
    const slope = (near - far) / (floor - skirting);
    pen.beginPath();
    pen.moveTo(far, skirting);
    pen.lineTo(far + slope * (height - skirting), height);
    pen.stroke();
  }
  pen.restore();
  pen.fillStyle = blend(pen, [0, skirting - zoom * 9], [0, skirting], "#e6e0d6", "#b8b2a8");
  pen.fillRect(0, skirting - zoom * 9, width, zoom * 9);
  pen.fillStyle = "rgba(30, 20, 14, 0.4)";
  pen.fillRect(0, skirting, width, zoom * 1.2);
}

function drawMat(pen: Pen, { width, floor, zoom }: RoomView): void {
  const middle = width / 2;
  fillPolygon(
    pen,
    [
      [middle - zoom * 64, floor - zoom * 12],
      [middle + zoom * 64, floor - zoom * 12],
      [middle + zoom * 74, floor + zoom * 12],
      [middle - zoom * 74, floor + zoom * 12],
    ],
    blend(pen, [middle - zoom * 70, 0], [middle + zoom * 70, 0], "#5aa69c", "#3f8a84", "#2c6a68"),
  );
}

function drawPlant(pen: Pen, { width, skirting, zoom }: RoomView): void {
  pen.save();
  pen.translate(width / 2 + zoom * 118, skirting + zoom * 10);
  pen.scale(zoom, zoom);
  groundShadow(pen, 24, 5, 0.45);
  fillRound(
    pen,
    -14,
    -30,
    28,
    31,
    5,
    blend(pen, [-14, 0], [14, 0], "#e9e2d6", "#c9c0b2", "#8f877b"),
  );
  for (let leaf = 0; leaf < 9; leaf += 1) {
    const lean = (leaf - 4) * 0.24;
    pen.save();
    pen.translate(0, -30);
    pen.rotate(lean);
    pen.beginPath();
    pen.moveTo(0, 0);
    pen.bezierCurveTo(-9, -24, -7, -46, 0, -58 + Math.abs(leaf - 4) * 4);
    pen.bezierCurveTo(7, -46, 9, -24, 0, 0);
    pen.fillStyle = blend(pen, [-8, 0], [8, 0], "#7fb08a", "#4a8560", "#2d5c44");
    pen.fill();
    pen.restore();
  }
  pen.restore();
}

/** Draws the empty room: a wall in the afternoon light, boards, a mat and a plant. */
export function drawRoom(pen: Pen, view: RoomView): void {
  drawWall(pen, view);
  drawFloor(pen, view);
  drawPlant(pen, view);
  drawMat(pen, view);
}
