// One round of the scene; everything below comes back to where it began.
const loopMs = 16_000;
const fonts =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', 'Liberation Sans', sans-serif";

/** Sizes are parts of the scene's height. */
interface Sign {
  readonly lines: readonly string[];
  readonly ground: string;
  readonly ink: string;
  readonly size: number;
  readonly width: number;
  readonly x: number;
  readonly y: number;
  /** How far it sways, in radians, and when in the round. */
  readonly sway: number;
  readonly phase: number;
}

const signs: readonly Sign[] = [
  {
    lines: ["Bakery", "Open 7 to 18"],
    ground: "#fff6df",
    ink: "#7a2e12",
    size: 0.085,
    width: 0.62,
    x: 0.3,
    y: 0.27,
    sway: 0.05,
    phase: 0,
  },
  {
    lines: ["Platform 4"],
    ground: "#174a7c",
    ink: "#ffffff",
    size: 0.08,
    width: 0.56,
    x: 0.76,
    y: 0.2,
    sway: 0.02,
    phase: 0.3,
  },
  {
    lines: ["Fresh bread", "and coffee"],
    ground: "#1f2a24",
    ink: "#f4f1e4",
    size: 0.07,
    width: 0.52,
    x: 0.74,
    y: 0.56,
    sway: 0.1,
    phase: 0.6,
  },
  {
    lines: ["Please mind the step"],
    ground: "#ffd84a",
    ink: "#1c1a12",
    size: 0.06,
    width: 0.74,
    x: 0.34,
    y: 0.68,
    sway: 0.03,
    phase: 0.8,
  },
];

/** What drawing needs of a canvas: a page's and a worker's alike. */
type Pen = Pick<
  OffscreenCanvasRenderingContext2D,
  | "beginPath"
  | "canvas"
  | "createLinearGradient"
  | "fillRect"
  | "fillStyle"
  | "fillText"
  | "font"
  | "lineTo"
  | "lineWidth"
  | "measureText"
  | "moveTo"
  | "restore"
  | "rotate"
  | "save"
  | "stroke"
  | "strokeStyle"
  | "textAlign"
  | "textBaseline"
  | "translate"
>;

/** Draws a street wall with swaying signs and a board of departures, filling the canvas. */
export function drawSample(context: Pen, timeMs: number): void {
  const { width, height } = context.canvas;
  const turn = (timeMs % loopMs) / loopMs;
  const unit = Math.min(height, width * 0.75);
  context.save();
  drawWall(context, width, height, unit);
  for (const sign of signs) drawSign(context, sign, turn, width, height, unit);
  drawBoard(context, turn, width, height, unit);
  context.restore();
}

function drawWall(context: Pen, width: number, height: number, unit: number): void {
  const shade = context.createLinearGradient(0, 0, width, height);
  shade.addColorStop(0, "#a9b4ba");
  shade.addColorStop(1, "#7f8b93");
  context.fillStyle = shade;
  context.fillRect(0, 0, width, height);
  context.strokeStyle = "rgb(255 255 255 / 0.12)";
  context.lineWidth = Math.max(1, unit * 0.004);
  const course = unit * 0.11;
  for (let row = 0; row * course < height; row += 1) {
    const y = row * course;
    const shift = row % 2 === 0 ? 0 : course;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    for (let x = shift; x < width; x += course * 2) {
      context.moveTo(x, y);
      context.lineTo(x, y + course);
    }
    context.stroke();
  }
}

function drawSign(
  context: Pen,
  { lines, ground, ink, size, width: wide, x, y, sway, phase }: Sign,
  turn: number,
  width: number,
  height: number,
  unit: number,
): void {
  const text = size * unit;
  const [w, h] = [wide * unit, (lines.length * 1.35 + 0.7) * text];
  context.save();
  context.translate(x * width, y * height - h / 2);
  context.rotate(sway * Math.sin(2 * Math.PI * (turn + phase)));
  context.fillStyle = "rgb(0 0 0 / 0.25)";
  context.fillRect(-w / 2 + text * 0.12, text * 0.15, w, h);
  context.fillStyle = ground;
  context.fillRect(-w / 2, 0, w, h);
  writeLines(context, lines, ink, text, w, h);
  context.restore();
}

/** A board whose last line changes, as the times of trains do. */
function drawBoard(context: Pen, turn: number, width: number, height: number, unit: number): void {
  const text = unit * 0.06;
  const minute = 10 + Math.floor(turn * 4) * 12;
  const [w, h] = [unit * 1.02, text * 1.9];
  context.save();
  context.translate(width / 2, height * 0.9 - h / 2);
  context.fillStyle = "#14181c";
  context.fillRect(-w / 2, 0, w, h);
  writeLines(context, [`Next train 12:${minute} to Harbour`], "#ffc04a", text, w, h);
  context.restore();
}

/** Lines centred in a plate; where a machine's font runs wide, the whole is drawn smaller. */
function writeLines(
  context: Pen,
  lines: readonly string[],
  ink: string,
  size: number,
  width: number,
  height: number,
): void {
  context.fillStyle = ink;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `600 ${size}px ${fonts}`;
  const widest = Math.max(...lines.map((line) => context.measureText(line).width));
  const fitted = size * Math.min(1, (width * 0.9) / widest);
  context.font = `600 ${fitted}px ${fonts}`;
  for (const [index, line] of lines.entries()) {
    context.fillText(line, 0, height / 2 + (index - (lines.length - 1) / 2) * size * 1.35);
  }
}
