import { pictureAxes } from "../assumed-size.ts";
import type {
  ModelReport,
  OpenedModel,
  PortReport,
  ProposalReason,
  ProposedDecoder,
} from "../report.ts";

/** The input that takes the picture. */
export interface PictureInput {
  readonly port: PortReport;
  readonly layout: "NHWC" | "NCHW";
  readonly width: number;
  readonly height: number;
  readonly channelCount: number;
}

/** What rules that recognise a model look at. */
export interface Facts {
  readonly report: ModelReport;
  readonly outputs: readonly PortReport[];
  readonly picture: PictureInput | null;
  /** Labels that came with it, in a file or inside; none is `[]`. */
  readonly labels: readonly string[];
  has(...operators: readonly string[]): boolean;
  count(operator: string): number;
  metadata(key: string): string | undefined;
}

/** A recognised decoder, how sure that is, and why. */
export interface Recognised {
  readonly decoder: ProposedDecoder;
  readonly confidence: number;
  readonly reasons: readonly ProposalReason[];
}

/** Sides that stand in for open ones. */
const openSide = 320;

/** Gathers what is known of a model. */
export function factsOf(report: ModelReport, opened: Pick<OpenedModel, "labels">): Facts {
  const counts = new Map(report.operators.map(({ name, count }) => [name, count]));
  const metadata = new Map(report.metadata.map(({ key, value }) => [key, value]));
  return {
    report,
    // What a network answers is told by its shapes: those that follow are as good as those that are stated.
    outputs: report.outputs.map((port) => {
      return port.followedShape ? { ...port, shape: port.followedShape } : port;
    }),
    picture: pictureOf(report),
    labels: opened.labels ?? report.foundLabels[0]?.labels ?? [],
    has: (...operators) => operators.some((operator) => counts.has(operator)),
    count: (operator) => counts.get(operator) ?? 0,
    metadata: (key) => metadata.get(key),
  };
}

function pictureOf(report: ModelReport): PictureInput | null {
  for (const port of report.inputs) {
    const { shape } = port;
    // Where everything is open, the habit of the format is all there is.
    const guess = report.format === "onnx" ? [1, 3, null, null] : [1, null, null, 3];
    const open = shape?.length === 4 && shape.slice(1).every((size) => size === null);
    const axes = pictureAxes(open ? guess : shape);
    if (!axes || shape === null || port.dtype === "string") continue;
    const assumed = report.assumedSize ?? { width: openSide, height: openSide };
    return {
      port,
      layout: axes.layout,
      width: shape[axes.width] ?? assumed.width,
      height: shape[axes.height] ?? assumed.height,
      channelCount: axes.channelCount,
    };
  }
  return null;
}

/** Cells of the grids of these strides, one after the other. */
export function cellsOf({ width, height }: PictureInput, strides: readonly number[]): number {
  return strides.reduce(
    (sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride),
    0,
  );
}

/** A shape as a reason shows it. */
export function shapeText({ shape }: Pick<PortReport, "shape">): string {
  return shape === null ? "[?]" : `[${shape.map((size) => size ?? "?").join(", ")}]`;
}
