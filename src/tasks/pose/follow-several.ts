import { type Box, clipBox, mapPoint } from "#shared";
import type { Mode, RunnerModel, TaskRun } from "#tasks/runner";
import { CountedJoint } from "./counted-joint.ts";
import { jointAngles } from "./joint-angles.ts";
import { PeopleTracks, type SeenBody, type TrackedBody } from "./people-tracks.ts";
import { named, type ReadPeople } from "./read-body.ts";
import type { PoseResult } from "./task.ts";

/** Somebody is told of from this score on, whatever score joints are asked for. */
const leastBodyScore = 0.3;

/**
 * Finds everybody in each frame; in live mode people are known again and their joints steadied.
 * @param before what was told last before the run was cut off: the count goes on from there
 */
export function followSeveral(
  model: RunnerModel,
  read: ReadPeople,
  mode: Mode,
  before?: PoseResult,
): TaskRun<"pose"> {
  const tracks = new PeopleTracks();
  const counting = new CountedJoint(before?.repetitions);
  return {
    async run(frame, options): Promise<PoseResult> {
      const minScore = Math.min(0.95, Math.max(0.05, options.minScore));
      const { width, height, timestampMs } = frame.info;
      const { tensor, toSource } = await frame.fit(model.card.input);
      const outputs = await model.run(tensor);
      const found = read(outputs, model.card.input, leastBodyScore).map(
        ({ score, box: [x, y, wide, high], points }): SeenBody => {
          const [left, top] = mapPoint(toSource, x, y);
          const [right, bottom] = mapPoint(toSource, x + wide, y + high);
          const box: Box = [left, top, right - left, bottom - top];
          return { score, box, keypoints: named(points, toSource) };
        },
      );
      const people: readonly (SeenBody & Partial<TrackedBody>)[] =
        mode === "live" ? tracks.update(found, timestampMs, minScore) : found;
      const [first] = people;
      const repetitions =
        mode === "live"
          ? counting.update(first?.keypoints, { ...options, minScore }, timestampMs)
          : undefined;
      return {
        task: "pose",
        frame: { width, height, timestampMs },
        people: people.map(({ score, box, keypoints }) => ({
          score,
          box: clipBox(box, frame.info),
          keypoints,
        })),
        minScore,
        ...(options.showAngles && { angles: first ? jointAngles(first.keypoints, minScore) : [] }),
        ...(repetitions && { repetitions }),
        ...(mode === "live" && {
          smoothingLagMs: Math.max(0, ...people.map(({ lagMs }) => lagMs ?? 0)),
        }),
      };
    },
  };
}
