import { classify } from "./classify/task.ts";
import { detect } from "./detect/task.ts";
import { faces } from "./faces/task.ts";
import { hands } from "./hands/task.ts";
import { pose } from "./pose/task.ts";
import { raw } from "./raw/task.ts";
import { read } from "./read/task.ts";
import { segment } from "./segment/task.ts";

export type { ClassifyOptions, ClassifyResult, ClassScore } from "./classify/task.ts";
export type { Corner, Detection, DetectOptions, DetectResult } from "./detect/task.ts";
export type { Face, FacesOptions, FacesResult, HideStyle, MeshPoint } from "./faces/task.ts";
export type {
  Gesture,
  Hand,
  HandPoint,
  HandsOptions,
  HandsResult,
  ShutterState,
} from "./hands/task.ts";
export { firesShutter, gestureNames } from "./hands/task.ts";
export type {
  AngleJoint,
  JointAngle,
  Keypoint,
  KeypointName,
  Person,
  PoseOptions,
  PoseResult,
  RepetitionRange,
  Repetitions,
} from "./pose/task.ts";
export type { RawOptions, RawOutput, RawPicture, RawResult } from "./raw/task.ts";
export type { ReadLine, ReadOptions, ReadResult } from "./read/task.ts";
export type {
  Background,
  ClassRegion,
  ClassRegions,
  Instance,
  PersonMask,
  SegmentOptions,
  SegmentResult,
} from "./segment/task.ts";
export type { FrameInfo, ResultBase, TaskDefinition, TaskText } from "./task.ts";

/** Every task of the app, in the order of the task row. */
export const tasks = [detect, pose, faces, hands, segment, read, classify, raw] as const;

/** One of the tasks. */
export type Task = (typeof tasks)[number];

/** A task's id. */
export type TaskId = Task["id"];

/** What a task finds. */
export type ResultOf<Id extends TaskId> = NonNullable<Extract<Task, { id: Id }>["result"]>;

/** What a person can set for a task. */
export type OptionsOf<Id extends TaskId> = Extract<Task, { id: Id }>["options"];

/** Any task's result; narrow it by `task`. */
export type TaskResult = ResultOf<TaskId>;

/** Whether a task draws the frames themselves under these options, and they are shown nowhere else. */
export function composesFrames(id: TaskId, options: OptionsOf<TaskId>): boolean {
  const composes = taskById(id)?.composes as ((options: OptionsOf<TaskId>) => boolean) | undefined;
  return composes?.(options) ?? false;
}

/** Finds a task by an id from outside (a flag, a stored setting). */
export function taskById(id: string): Task | undefined {
  return tasks.find((task) => task.id === id);
}
