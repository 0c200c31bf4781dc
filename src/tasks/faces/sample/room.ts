import { glow, type Pen } from "./pen.ts";

/** Draws a quiet room in evening light, out of focus, over the whole canvas. */
export function drawRoom(pen: Pen, width: number, height: number): void {
  const wall = pen.createLinearGradient(0, 0, width, height);
  wall.addColorStop(0, "#3f5a63");
  wall.addColorStop(0.5, "#2f444f");
  wall.addColorStop(1, "#1e2b36");
  pen.fillStyle = wall;
  pen.fillRect(0, 0, width, height);
  const reach = Math.max(width, height);
  glow(pen, [width * 0.12, height * 0.1], reach * 0.55, reach * 0.5, "255 214 160", 0.55);
  const left = width * 0.36;
  const top = height * 0.06;
  const pane = Math.min(width * 0.14, height * 0.24);
  for (const [column, row] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const x = left + column * pane * 1.06;
    const y = top + row * pane * 1.3;
    const sky = pen.createLinearGradient(0, y, 0, y + pane * 1.24);
    sky.addColorStop(0, row === 0 ? "#7ba6bd" : "#c7b79f");
    sky.addColorStop(1, row === 0 ? "#b9bfae" : "#e8bd8a");
    pen.fillStyle = sky;
    pen.fillRect(x, y, pane, pane * 1.24);
  }
  glow(pen, [left + pane, top + pane * 1.8], pane * 2.6, pane * 2, "255 206 150", 0.4);
  drawShelf(pen, width, height);
  glow(pen, [width * 0.5, height * 1.05], width * 0.8, height * 0.45, "10 16 24", 0.6);
}

function drawShelf(pen: Pen, width: number, height: number): void {
  const x = width * 0.74;
  const y = height * 0.24;
  const unit = Math.min(width, height) * 0.05;
  const colours = ["#7d5348", "#a8835a", "#48646a", "#6d5f80", "#8a6a4a", "#3f6a60", "#9c7a68"];
  colours.forEach((colour, index) => {
    const tall = unit * (1.5 + ((index * 7) % 5) * 0.16);
    pen.fillStyle = colour;
    pen.fillRect(x + index * unit * 0.56, y - tall, unit * 0.48, tall);
  });
  pen.fillStyle = "#4a3a34";
  pen.fillRect(x - unit * 0.4, y, unit * 5, unit * 0.2);
}
