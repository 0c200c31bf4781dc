import { AppError, type InputSpec, type Region } from "#shared";
import type { FrameTensor, RunnerFrame, RunnerModel } from "#tasks/runner";
import { greedyCtc, type ReadText } from "../decoders/greedy-ctc.ts";
import { sizedInput } from "./sized-input.ts";
import { tensorValues } from "./tensor-values.ts";

/** The models that read a line that is found. */
export interface LineModels {
  /** `[1, 3, 48, 192]` → `[1, 2]`: upright, upside down. */
  readonly orienter: RunnerModel;
  /** `[1, 3, 48, W]` → `[1, T, characters + 1]`. */
  readonly recogniser: RunnerModel;
  /** What the recogniser's classes stand for, the blank left out. */
  readonly characters: readonly string[];
}

/** A line as it was read: its text, and the way up it was read. */
export interface LineReading extends ReadText {
  readonly region: Region;
  /** Whether the line stood upside down in the region that was given. */
  readonly turned: boolean;
}

/** How sure the orienter must be before a line is turned: PP-OCR's own limit. */
const turnFrom = 0.9;
/** Input widths of the recogniser: few, so that few buffers are kept and few shapes planned. */
const widths = [160, 240, 320, 480, 640, 960, 1280, 1920] as const;
const longest = 1920;
/**
 * Lines are first read narrower than they are: that keeps more of their spaces (measured on drawn lines,
 * 97 % of characters right against 94 %) and takes less time.
 */
const narrow = 0.75;
/** Letters that stand too close to be told apart then are read again, wider, */
const wide = 1.2;
/** where the first reading is less sure than this. */
const sureFrom = 0.9;

/**
 * Reads the line in a region whose width runs along it, after turning it the right way up.
 * @throws AppError `internal` where a model answers in another shape, and what running throws
 */
export async function readLine(
  frame: RunnerFrame,
  region: Region,
  models: LineModels,
): Promise<LineReading> {
  const turned = await isUpsideDown(frame, region, models.orienter);
  const upright = turned ? { ...region, rotation: region.rotation + Math.PI } : region;
  const first = await recognise(frame, upright, models, narrow);
  if (first.score >= sureFrom) return { ...first, region: upright, turned };
  const second = await recognise(frame, upright, models, wide);
  return { ...(second.score > first.score ? second : first), region: upright, turned };
}

async function recognise(
  frame: RunnerFrame,
  region: Region,
  { recogniser, characters }: LineModels,
  stretch: number,
): Promise<ReadText> {
  const { card } = recogniser;
  const width = widthOf(region, card.input, stretch);
  const bucket = widths.find((one) => one >= width) ?? longest;
  const input = sizedInput(card.input, bucket, card.input.height);
  const [answer] = await recogniser.run(await fitLine(frame, region, input, stretch));
  if (!(answer?.data instanceof Float32Array)) throw misshapen(card.id);
  return greedyCtc(answer.data, answer.shape.at(-1) ?? 1, characters);
}

async function isUpsideDown(
  frame: RunnerFrame,
  region: Region,
  orienter: RunnerModel,
): Promise<boolean> {
  const { card } = orienter;
  const tensor = await fitLine(
    frame,
    region,
    sizedInput(card.input, card.input.width, card.input.height),
    1,
  );
  const [answer] = await orienter.run(tensor);
  if (answer?.data.length !== 2) throw misshapen(card.id);
  return (answer.data[1] ?? 0) > turnFrom;
}

/** How many columns of an input a line fills, `stretch` times as wide as in its own proportions. */
function widthOf(region: Region, { height }: InputSpec, stretch: number): number {
  return Math.ceil((stretch * height * region.width) / Math.max(1, region.height));
}

/**
 * The line at the left of the input, squeezed where it is too long; nothing to its right, where the models
 * were taught to see zeros. On the GPU, where nothing can be blanked, the line fills the input instead.
 */
async function fitLine(
  frame: RunnerFrame,
  region: Region,
  input: InputSpec,
  stretch: number,
): Promise<FrameTensor> {
  const width = Math.min(input.width, widthOf(region, input, stretch));
  const reach = (region.width * input.width) / width;
  const along = (reach - region.width) / 2;
  const { tensor } = await frame.fit(input, {
    ...region,
    centerX: region.centerX + along * Math.cos(region.rotation),
    centerY: region.centerY + along * Math.sin(region.rotation),
    width: reach,
  });
  const values = tensorValues(tensor);
  if (!values) return (await frame.fit(input, region)).tensor;
  for (let row = 0; row < 3 * input.height; row += 1) {
    values.fill(0, row * input.width + width, (row + 1) * input.width);
  }
  return tensor;
}

function misshapen(id: string): AppError {
  return new AppError("internal", { reason: `${id} answered in another shape` });
}
