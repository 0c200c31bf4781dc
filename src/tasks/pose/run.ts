import { AppError, type Box, clipBox, type Size } from "#shared";
import type { FrameInfo } from "#tasks";
import type { TaskRunner } from "#tasks/runner";
import { CountedJoint } from "./counted-joint.ts";
import { type FoundBody, findBody, findBodyInStill } from "./find-body.ts";
import { followSeveral } from "./follow-several.ts";
import { jointAngles } from "./joint-angles.ts";
import { peopleReader } from "./read-body.ts";
import { type SteadiedPose, SteadyPose } from "./steady-pose.ts";
import type { Keypoint, Person, PoseResult } from "./task.ts";

/** Somebody appears when this many times as sure as the smallest score of a joint, and stays down to it. */
const appearFactor = 4 / 3;

/** A frame already looked at: decoded again when only the options changed. */
interface Looked {
  readonly info: FrameInfo;
  readonly body: FoundBody;
  readonly pose: SteadiedPose;
  readonly wasShown: boolean;
}

/**
 * Follows one person from frame to frame, or finds one in a picture; with a model that finds several,
 * everybody.
 */
export const runner = {
  begin(models, mode, before?: PoseResult) {
    const { body: model } = models;
    if (!model) throw new AppError("internal", { reason: "pose needs the model body" });
    const read = peopleReader(model.card);
    if (read) return followSeveral(model, read, mode, before);
    const steady = new SteadyPose();
    const counting = new CountedJoint(before?.repetitions);
    let looked: Looked | undefined;
    let isShown = false;

    const steadied = (body: FoundBody, info: FrameInfo, minScore: number): SteadiedPose => {
      if (mode === "still") return { keypoints: body.keypoints, lagMs: 0 };
      if (!body.region) steady.clear();
      const size = body.region?.width ?? Math.max(info.width, info.height);
      return steady.update(body.keypoints, info.timestampMs, size, minScore);
    };

    return {
      async run(frame, options): Promise<PoseResult> {
        const minScore = Math.min(0.95, Math.max(0.05, options.minScore));
        const { info } = frame;
        if (looked?.info !== info) {
          const body =
            mode === "still"
              ? await findBodyInStill(model, frame)
              : await findBody(model, frame, regionFor(looked, info));
          looked = { info, body, pose: steadied(body, info, minScore), wasShown: isShown };
        }
        const { body, pose, wasShown } = looked;
        isShown = body.score >= (wasShown ? minScore : Math.min(0.95, minScore * appearFactor));
        const seen = isShown ? pose.keypoints : undefined;
        const repetitions =
          mode === "live"
            ? counting.update(seen, { ...options, minScore }, info.timestampMs)
            : undefined;
        const { width, height, timestampMs } = info;
        return {
          task: "pose",
          frame: { width, height, timestampMs },
          people: isShown ? [personOf(pose.keypoints, body.score, minScore, info)] : [],
          minScore,
          ...(options.showAngles && {
            angles: isShown ? jointAngles(pose.keypoints, minScore) : [],
          }),
          ...(repetitions && { repetitions }),
          ...(mode === "live" && { smoothingLagMs: isShown ? pose.lagMs : 0 }),
        };
      },
    };
  },
} satisfies TaskRunner<"pose">;

/** Where the person should be; a turned phone or another resolution makes that meaningless. */
function regionFor(looked: Looked | undefined, info: FrameInfo): FoundBody["region"] {
  const isSameView = looked?.info.width === info.width && looked.info.height === info.height;
  return isSameView ? looked.body.region : undefined;
}

function personOf(
  keypoints: readonly Keypoint[],
  score: number,
  minScore: number,
  frame: Size,
): Person {
  const seen = keypoints.filter((keypoint) => keypoint.score >= minScore);
  const xs = seen.map(({ x }) => x);
  const ys = seen.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const box: Box = [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
  return { score, box: clipBox(box, frame), keypoints };
}
