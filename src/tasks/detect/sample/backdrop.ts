import { drawFacade, drawStreetWall, type Facade } from "./buildings.ts";
import { blend, fillPolygon, type Pen, type Point } from "./pen.ts";
import { EYE, project, ROW, type Stage } from "./stage.ts";
import { drawTree } from "./tree.ts";

const KERB_FAR = 0.4;
const KERB_NEAR = 0.71;

function drawSky(pen: Pen, stage: Stage): void {
  const { width, horizon, middle } = stage;
  pen.fillStyle = blend(
    pen,
    [0, 0],
    [0, horizon * 1.1],
    "#1f3f66",
    "#3f6f98",
    "#8fb0bd",
    "#f0c9a0",
    "#ffdcae",
  );
  pen.fillRect(0, 0, width, stage.height);
  // Screened, so that the warm light never turns the blue above it grey.
  pen.save();
  pen.globalCompositeOperation = "screen";
  pen.translate(middle, horizon);
  pen.scale(stage.zoom * 4, stage.zoom * 2);
  const glow = pen.createRadialGradient(0, 0, 0, 0, 0, 1);
  glow.addColorStop(0, "rgba(255, 226, 170, 0.9)");
  glow.addColorStop(0.35, "rgba(255, 186, 110, 0.35)");
  glow.addColorStop(1, "rgba(255, 170, 100, 0)");
  pen.fillStyle = glow;
  pen.fillRect(-1, -1, 2, 1.2);
  pen.restore();
}

function drawDistance(pen: Pen, stage: Stage): void {
  const { middle, horizon, zoom } = stage;
  const ridge = (lift: number, phase: number, colour: string): void => {
    pen.beginPath();
    pen.moveTo(middle - zoom * 3, horizon + 4);
    for (let step = -30; step <= 30; step += 1) {
      const wave = Math.sin(step * 0.23 + phase) * 0.12 + Math.sin(step * 0.61 + phase * 2) * 0.05;
      pen.lineTo(middle + (step / 10) * zoom, horizon - (lift + wave) * zoom);
    }
    pen.lineTo(middle + zoom * 3, horizon + 4);
    pen.closePath();
    pen.fillStyle = colour;
    pen.fill();
  };
  ridge(0.34, 1.2, "#c9a892");
  ridge(0.2, 3.1, "#a08a8a");
}

function drawGround(pen: Pen, stage: Stage): void {
  const { width, height, horizon } = stage;
  const across = (row: number): number => project(stage, 0, 0, row)[1];
  // The far street and the crossing road share one asphalt, lit from the sky at the far end.
  pen.fillStyle = blend(
    pen,
    [0, horizon],
    [0, across(KERB_NEAR)],
    "#c9a78e",
    "#6d6a72",
    "#4a4d58",
    "#3b3f4a",
    "#333743",
  );
  pen.fillRect(0, horizon, width, height - horizon);
}

function drawFarPavements(pen: Pen, stage: Stage, wall: number): void {
  const kerb = wall - 1.5;
  for (const side of [-1, 1]) {
    const edge = side * (stage.reach / ROW.corner + 2);
    const inner: Point[] = [
      project(stage, side * wall, 0, 0.05),
      project(stage, side * kerb, 0, 0.05),
      project(stage, side * kerb, 0, 0.385),
      project(stage, side * (kerb + 0.5), 0, KERB_FAR),
      project(stage, edge, 0, KERB_FAR),
      project(stage, edge, 0, ROW.corner - 0.01),
      project(stage, side * wall, 0, ROW.corner - 0.01),
    ];
    const shifted = inner.map(([x, y]): Point => [x, y + stage.zoom * 0.035]);
    fillPolygon(pen, shifted, "#23262f");
    fillPolygon(
      pen,
      inner,
      blend(
        pen,
        [0, stage.horizon],
        project(stage, 0, 0, KERB_FAR),
        "#d8bba0",
        "#a39a96",
        "#8b8a8d",
      ),
    );
  }
}

function drawMarkings(pen: Pen, stage: Stage): void {
  const edge = stage.reach / 0.4 + 3;
  const dash = 1.6;
  for (let x = -Math.ceil(edge / dash) * dash; x < edge; x += dash * 2) {
    fillPolygon(
      pen,
      [
        project(stage, x, 0, 0.505),
        project(stage, x + dash, 0, 0.505),
        project(stage, x + dash, 0, 0.517),
        project(stage, x, 0, 0.517),
      ],
      "rgba(240, 226, 196, 0.55)",
    );
  }
  const far = 1 / 0.405;
  const near = 1 / 0.695;
  const stripes = 7;
  const span = (far - near) / (stripes * 2 - 1);
  for (let stripe = 0; stripe < stripes; stripe += 1) {
    const start = 1 / (near + span * stripe * 2);
    const end = 1 / (near + span * (stripe * 2 + 1));
    fillPolygon(
      pen,
      [
        project(stage, -1.25, 0, start),
        project(stage, 1.25, 0, start),
        project(stage, 1.25, 0, end),
        project(stage, -1.25, 0, end),
      ],
      "rgba(238, 232, 220, 0.72)",
    );
  }
}

function drawPlaza(pen: Pen, stage: Stage): void {
  const { width, height } = stage;
  const [, kerb] = project(stage, 0, 0, KERB_NEAR);
  const lip = stage.zoom * 0.07;
  pen.fillStyle = blend(pen, [0, kerb], [0, kerb + lip], "#d9cdbd", "#8d8781");
  pen.fillRect(0, kerb, width, lip);
  pen.fillStyle = blend(pen, [0, kerb + lip], [0, height], "#8a8583", "#6c6a70", "#4c4e58");
  pen.fillRect(0, kerb + lip, width, height - kerb - lip);
  const top = (kerb + lip - stage.horizon) / (EYE * stage.zoom);
  const bottom = (height - stage.horizon) / (EYE * stage.zoom);
  pen.strokeStyle = "rgba(24, 28, 40, 0.28)";
  pen.lineWidth = Math.max(1, stage.zoom * 0.01);
  pen.beginPath();
  const edge = Math.ceil(stage.reach / top / 0.6) * 0.6;
  for (let x = -edge; x <= edge; x += 0.6) {
    pen.moveTo(...project(stage, x, 0, top));
    pen.lineTo(...project(stage, x, 0, bottom + 0.2));
  }
  for (let depth = 1 / top; depth > 0.2; depth -= 0.085) {
    const [, y] = project(stage, 0, 0, 1 / depth);
    if (y > height) break;
    pen.moveTo(0, y);
    pen.lineTo(width, y);
  }
  pen.stroke();
  // Some slabs are a little lighter or darker than their neighbours.
  let slab = 0;
  for (let depth = 1 / top; 1 / depth < bottom; depth -= 0.085) {
    for (let x = -edge; x < edge; x += 0.6) {
      slab += 1;
      const shade = (slab * 7919) % 11;
      if (shade > 3) continue;
      const next = 1 / Math.max(0.2, depth - 0.085);
      fillPolygon(
        pen,
        [
          project(stage, x, 0, 1 / depth),
          project(stage, x + 0.6, 0, 1 / depth),
          project(stage, x + 0.6, 0, next),
          project(stage, x, 0, next),
        ],
        shade < 2 ? "rgba(255, 236, 210, 0.06)" : "rgba(16, 20, 34, 0.08)",
      );
    }
  }
}

/** Lays the light of the low sun and of the shops on the asphalt. */
function drawSheen(pen: Pen, stage: Stage, wall: number): void {
  const [, kerb] = project(stage, 0, 0, KERB_NEAR);
  pen.save();
  pen.globalCompositeOperation = "screen";
  fillPolygon(
    pen,
    [
      project(stage, -1.2, 0, 0.05),
      project(stage, 1.2, 0, 0.05),
      project(stage, 1.5, 0, KERB_NEAR),
      project(stage, -1.5, 0, KERB_NEAR),
    ],
    blend(
      pen,
      [0, stage.horizon],
      [0, kerb],
      "rgba(255, 196, 120, 0.5)",
      "rgba(255, 180, 110, 0.12)",
      "rgba(255, 180, 110, 0)",
    ),
  );
  for (const side of [-1, 1]) {
    const [x, y] = project(stage, side * (wall + 3), 0, KERB_FAR);
    const reach = stage.zoom * 1.5;
    pen.save();
    pen.translate(x, y + stage.zoom * 0.05);
    pen.scale(reach, stage.zoom * 0.36);
    const glow = pen.createRadialGradient(0, 0, 0, 0, 0, 1);
    glow.addColorStop(0, "rgba(255, 184, 100, 0.34)");
    glow.addColorStop(1, "rgba(255, 184, 100, 0)");
    pen.fillStyle = glow;
    pen.fillRect(-1, 0, 2, 1);
    pen.restore();
  }
  pen.restore();
}

/** Draws all that never moves: sky, houses, road and pavement. */
export function drawBackdrop(pen: Pen, stage: Stage): void {
  const wall = Math.min(5.6, (stage.reach / ROW.corner) * 0.6);
  const rise = stage.tall ? 1.4 : 1;
  drawSky(pen, stage);
  drawDistance(pen, stage);
  drawGround(pen, stage);
  drawFarPavements(pen, stage, wall);
  const left: Facade = {
    height: 7.1 * rise,
    lit: "#6b8390",
    base: "#4f6676",
    shade: "#384c5f",
    trim: "#8298a2",
    glow: 0.55,
  };
  const right: Facade = {
    height: 5.9 * rise,
    lit: "#cfa37c",
    base: "#a67a60",
    shade: "#6d4d45",
    trim: "#dcbc98",
    glow: 0.35,
  };
  const rows: readonly (readonly [number, number])[] = [
    [0.1, 0.068],
    [0.155, 0.104],
    [0.23, 0.162],
    [ROW.corner - 0.01, 0.235],
  ];
  rows.forEach(([near, far], index) => {
    const haze = (3 - index) * 0.2;
    drawStreetWall(
      pen,
      stage,
      -wall,
      near,
      far,
      [6.2, 8.6, 6.4, 7.1][index] ?? 7,
      left,
      haze,
      rise,
    );
    drawStreetWall(
      pen,
      stage,
      wall,
      near,
      far,
      [7.4, 5.6, 7.2, 5.9][index] ?? 6,
      right,
      haze,
      rise,
    );
  });
  if (!stage.tall) drawTree(pen, stage, -wall + 0.75, 0.2, 1.1);
  drawTree(pen, stage, wall - 0.75, 0.235, 1.1);
  drawFacade(pen, stage, -1, wall, left);
  drawFacade(pen, stage, 1, wall, right);
  drawSheen(pen, stage, wall);
  drawMarkings(pen, stage);
  drawPlaza(pen, stage);
}
