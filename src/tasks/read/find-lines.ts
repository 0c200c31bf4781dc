import { type Affine, AppError, mapPoint, type Region, type Size } from "#shared";
import type { Mode, RunnerFrame, RunnerModel } from "#tasks/runner";
import { regionOverlap } from "../decoders/region-overlap.ts";
import { ppocrLimits, type TextRegionLimits, textRegions } from "../decoders/text-regions.ts";
import { finderSizes } from "./finder-size.ts";
import { joinTouching } from "./join-fragments.ts";
import { type LineLook, lineLook } from "./line-look.ts";
import { sizedInput } from "./sized-input.ts";
import { tensorValues } from "./tensor-values.ts";

/** A line of text that was found and not yet read. */
export interface FoundLine {
  /** In source pixels; its width runs along the text. */
  readonly region: Region;
  /** Undefined where the finder's input is not at hand: on the GPU. */
  readonly look: LineLook | undefined;
}

/**
 * Lines at a slant score lower than level ones, down to 0.5, though they read well. What is no text is
 * told by the recogniser's own score. A little more room around lines keeps their outer strokes.
 */
const limits: TextRegionLimits = { ...ppocrLimits, score: 0.45, unclipRatio: 1.6 };

/**
 * Finds the lines of text in a frame; their regions in source pixels, width along the text.
 * @throws AppError `internal` where the model answers in another shape, and what running throws
 */
export async function findLines(
  frame: RunnerFrame,
  finder: RunnerModel,
  mode: Mode,
): Promise<readonly FoundLine[]> {
  const lines: FoundLine[] = [];
  for (const size of finderSizes(frame.info, mode)) {
    const found = await findAt(frame, finder, size);
    // What both sizes show is seen better in the finer one, which came first.
    lines.push(...found.filter((line) => !isCovered(line, lines)));
  }
  return lines;
}

async function findAt(
  frame: RunnerFrame,
  finder: RunnerModel,
  { width, height }: Size,
): Promise<readonly FoundLine[]> {
  const input = sizedInput(finder.card.input, width, height);
  const { tensor, toSource } = await frame.fit(input);
  const [map] = await finder.run(tensor);
  if (!(map?.data instanceof Float32Array) || map.data.length !== width * height) {
    throw new AppError("internal", { reason: `${finder.card.id} answered in another shape` });
  }
  const regions = textRegions(map.data, width, height, limits).map(({ region }) => region);
  const values = tensorValues(tensor);
  return joinTouching(regions).map((region) => ({
    region: inSource(region, toSource),
    look: values && lineLook(values, input, region),
  }));
}

/** Whether lines that were found before cover a fifth of a line, fragments of it together. */
function isCovered({ region }: FoundLine, lines: readonly FoundLine[]): boolean {
  const area = region.width * region.height;
  const covered = lines.reduce((sum, { region: other }) => {
    const overlap = regionOverlap(region, other);
    // Of two areas a, b with the overlap u: shared = u (a + b) ÷ (1 + u).
    return sum + (overlap * (area + other.width * other.height)) / (1 + overlap);
  }, 0);
  return covered > area / 5;
}

/** The whole frame lies unturned and in its own proportions in the input: one scale tells all. */
function inSource(region: Region, toSource: Affine): Region {
  const [centerX, centerY] = mapPoint(toSource, region.centerX, region.centerY);
  const scale = toSource.a;
  return {
    centerX,
    centerY,
    width: region.width * scale,
    height: region.height * scale,
    rotation: region.rotation,
  };
}
