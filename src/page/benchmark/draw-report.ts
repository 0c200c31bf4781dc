import type { BenchReport, MeasuredWay } from "#exports";
import { ranking } from "../state/bench-report.ts";
import { benchText as words } from "../text/bench-text.ts";
import { wayWords } from "./way-words.ts";

/** The card is drawn at this width, and twice as sharp; its height follows from what is on it. */
const width = 960;
const sharpness = 2;
const edge = 48;
const rowHeight = 64;

/** Always dark, as the app is over pictures: it goes to places that have a scheme of their own. */
const colours = {
  ground: "#14171b",
  card: "#1d2126",
  text: "#f4f4f4",
  quiet: "#b3bac2",
  accent: "#4be0a8",
  track: "#343a42",
};

/** Draws a report as a card to be shared: the numbers, and on what they were measured. PNG. */
export async function drawReport(report: BenchReport): Promise<Blob> {
  // What broke down or answered wrongly is no result to be shared.
  const measured = ranking(report.candidates);
  const height = edge * 2 + 148 + measured.length * rowHeight + 52;
  const canvas = document.createElement("canvas");
  canvas.width = width * sharpness;
  canvas.height = height * sharpness;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no 2D context for the card");
  context.scale(sharpness, sharpness);
  draw(context, report, measured, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

function draw(
  context: CanvasRenderingContext2D,
  report: BenchReport,
  measured: readonly MeasuredWay[],
  height: number,
): void {
  const family = "system-ui, sans-serif";
  const write = (
    what: string,
    x: number,
    y: number,
    { size = 18, weight = 400, colour = colours.text, align = "left" as CanvasTextAlign } = {},
    most = width - 2 * edge,
  ): void => {
    context.font = `${weight} ${size}px ${family}`;
    context.fillStyle = colour;
    context.textAlign = align;
    context.fillText(what, x, y, most);
  };
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, width, height);
  write("Localens", edge, edge + 20, { size: 20, weight: 600, colour: colours.accent });
  write(words.pictureTitle, width - edge, edge + 20, {
    size: 16,
    colour: colours.quiet,
    align: "right",
  });
  write(report.model.title, edge, edge + 74, { size: 34, weight: 600 });
  const { device } = report;
  const facts = [device.browser, device.platform, words.coresOf(device.cores)];
  if (device.gpu) facts.push(device.gpu);
  write(facts.join(" · "), edge, edge + 106, { size: 17, colour: colours.quiet });

  const longest = Math.max(...measured.map(({ stages }) => stages.infer.p50Ms), Number.MIN_VALUE);
  measured.forEach((way, index) => {
    const y = edge + 148 + index * rowHeight;
    const { infer } = way.stages;
    const colour = index === 0 ? colours.accent : colours.text;
    write(wayWords(way), edge, y + 16, { size: 18, weight: 600 }, 420);
    write(words.ms(infer.p50Ms), width - edge, y + 16, {
      size: 22,
      weight: 600,
      colour,
      align: "right",
    });
    const rest = `${words.p90} ${words.ms(infer.p90Ms)}   ${words.p99} ${words.ms(infer.p99Ms)}   ${words.perSecond(infer.throughput)}/s`;
    write(
      rest,
      width - edge - 130,
      y + 16,
      { size: 15, colour: colours.quiet, align: "right" },
      340,
    );
    const whole = width - 2 * edge;
    for (const [part, fill] of [
      [1, colours.track],
      [infer.p50Ms / longest, index === 0 ? colours.accent : colours.quiet],
    ] as const) {
      context.fillStyle = fill;
      context.beginPath();
      context.roundRect(edge, y + 30, Math.max(8, whole * part), 8, 4);
      context.fill();
    }
  });
  const date = new Date(report.createdAt).toISOString().slice(0, 10);
  const runs = measured.reduce((sum, { stages }) => sum + stages.infer.runs, 0);
  write(words.pictureFoot(report.app.version, date), edge, height - edge, {
    size: 15,
    colour: colours.quiet,
  });
  write(words.runCount(runs), width - edge, height - edge, {
    size: 15,
    colour: colours.quiet,
    align: "right",
  });
}
