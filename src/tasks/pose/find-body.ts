import type { Region, Size } from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { bodyRegion } from "./body-region.ts";
import { readBody } from "./read-body.ts";
import type { Keypoint } from "./task.ts";

/** A body as the model found it in one frame, in source pixels, not smoothed. */
export interface FoundBody {
  readonly keypoints: readonly Keypoint[];
  /** How surely somebody is there, 0 … 1. */
  readonly score: number;
  /** Where to look for it in the next frame; absent: anywhere. */
  readonly region: Region | undefined;
}

/** So many keypoints a head and shoulders have: what is seen of a person at a desk. */
const tellingKeypoints = 7;

/** How surely somebody is there: the mean of the best seven scores, 0 … 1. */
export function bodyScore(keypoints: readonly Keypoint[]): number {
  const best = keypoints
    .map(({ score }) => score)
    .sort((a, b) => b - a)
    .slice(0, tellingKeypoints);
  return best.reduce((sum, score) => sum + score, 0) / tellingKeypoints;
}

/** Runs the model once, on a region of the frame or on the whole of it. */
export async function findBody(
  model: RunnerModel,
  frame: RunnerFrame,
  region: Region | undefined,
): Promise<FoundBody> {
  const { input } = model.card;
  const { tensor, toSource } = await frame.fit(input, region);
  const keypoints = readBody(model.card, await model.run(tensor), toSource);
  const square = bodyRegion(keypoints, frame.info);
  return { keypoints, score: bodyScore(keypoints), region: square && inProportion(square, input) };
}

/** A region with the proportions of the input that it fills, none of its sides smaller than it was. */
function inProportion(region: Region, { width, height }: Size): Region {
  const scale = Math.max(region.width / width, region.height / height);
  return { ...region, width: width * scale, height: height * scale };
}

/** Finds a body in a single picture: in the whole of it, then closer where that is surer. */
export async function findBodyInStill(model: RunnerModel, frame: RunnerFrame): Promise<FoundBody> {
  const whole = await findBody(model, frame, undefined);
  if (!whole.region) return whole;
  const close = await findBody(model, frame, whole.region);
  return close.score > whole.score ? close : whole;
}
