import { AppError } from "#shared";
import type { FrameInfo, Hand, HandsOptions, HandsResult } from "#tasks";
import type { RunnerFrame, TaskRun, TaskRunner } from "#tasks/runner";
import { regionOverlap } from "../decoders/region-overlap.ts";
import { confirmHand } from "./confirm-hand.ts";
import { findHands } from "./find-hands.ts";
import { HandFollower, type HandModels, lookScore } from "./follow-hands.ts";
import { gestureOf } from "./gesture.ts";
import { cropOfLandmarks } from "./mark-hand.ts";
import { readyShutter, shutterState, stepShutter } from "./shutter.ts";

/** A picture is searched more thoroughly than a frame: so many of what the finder sees. */
const stillCandidates = 12;
/** Crops of one hand overlap more than this. */
const doubleOverlap = 0.5;

/** Finds hands, their landmarks and gestures; in live mode follows them, and works the shutter. */
export const runner = {
  begin(models, mode) {
    const { finder, marker } = models;
    if (!finder || !marker) {
      throw new AppError("internal", { reason: "hands needs the models finder and marker" });
    }
    const both: HandModels = { finder, marker };
    if (mode === "live") return beginLive(both);
    return { run: (frame, options) => runStill(both, frame, options) };
  },
} satisfies TaskRunner<"hands">;

function beginLive(models: HandModels): TaskRun<"hands"> {
  let follower = new HandFollower(models);
  let shutter = readyShutter;
  let last: FrameInfo | undefined;
  return {
    async run(frame, options) {
      const { info } = frame;
      // A turned phone or another resolution starts afresh.
      const isOther = info.width !== last?.width || info.height !== last.height;
      if (isOther) follower = new HandFollower(models);
      // The count of shots goes on: pages compare it.
      if (isOther || info.timestampMs < (last?.timestampMs ?? 0)) {
        shutter = { ...readyShutter, shots: shutter.shots };
      }
      last = info;
      const tracks = await follower.follow(frame, wantedOf(options));
      const hands = tracks.map(({ hand }) => hand);
      const result = resultOf(info, hands, options);
      if (options.shutter === "off") {
        shutter = { ...readyShutter, shots: shutter.shots };
        return result;
      }
      const isHeld = result.hands.some(({ gesture }) => gesture === options.shutter);
      shutter = stepShutter(shutter, isHeld, info.timestampMs);
      return { ...result, shutter: shutterState(shutter, info.timestampMs) };
    },
  };
}

async function runStill(
  { finder, marker }: HandModels,
  frame: RunnerFrame,
  options: HandsOptions,
): Promise<HandsResult> {
  const hands: Hand[] = [];
  for (const found of (await findHands(finder, frame, lookScore)).slice(0, stillCandidates)) {
    const marked = await confirmHand(marker, frame, found);
    if (!marked) continue;
    const { presence, right, landmarks } = marked;
    const crop = cropOfLandmarks(landmarks);
    const isKnown = hands.some(
      (other) => regionOverlap(cropOfLandmarks(other.landmarks), crop) > doubleOverlap,
    );
    if (isKnown) continue;
    const handedness = right >= 0.5 ? "right" : "left";
    hands.push({ score: presence, handedness, landmarks, gesture: gestureOf(landmarks) });
  }
  return resultOf(frame.info, hands, options);
}

function wantedOf({ maxHands }: HandsOptions): number {
  return Math.min(4, Math.max(1, maxHands));
}

function resultOf(
  { width, height, timestampMs }: FrameInfo,
  hands: readonly Hand[],
  options: HandsOptions,
): HandsResult {
  const shown = hands
    .filter(({ score }) => score >= options.minScore)
    .sort((a, b) => b.score - a.score || (a.trackId ?? 0) - (b.trackId ?? 0))
    .slice(0, wantedOf(options));
  return { task: "hands", frame: { width, height, timestampMs }, hands: shown };
}
