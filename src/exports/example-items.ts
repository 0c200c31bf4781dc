import type { ResultOf, TaskId } from "#tasks";
import type { ExportFacts, ExportItem } from "./export-item.ts";

const frame = { width: 640, height: 480, timestampMs: 0 };

const keypointNames = [
  "nose",
  "left_eye",
  "right_eye",
  "left_ear",
  "right_ear",
  "left_shoulder",
  "right_shoulder",
  "left_elbow",
  "right_elbow",
  "left_wrist",
  "right_wrist",
  "left_hip",
  "right_hip",
  "left_knee",
  "right_knee",
  "left_ankle",
  "right_ankle",
] as const;

/** One result of every task, for tests. */
export const exampleResults: { readonly [Id in TaskId]: ResultOf<Id> } = {
  detect: {
    task: "detect",
    frame,
    detections: [
      { label: "dog", classId: 16, score: 0.9, box: [10, 20, 100, 200], trackId: 7 },
      // Leaves the picture on the right.
      { label: "person", classId: 0, score: 0.75, box: [600, 300, 100, 100] },
      { label: "=HYPERLINK(1)", classId: 99, score: 0.5, box: [-20, 0, 40, 30] },
    ],
  },
  pose: {
    task: "pose",
    frame,
    people: [
      {
        score: 0.8,
        box: [100, 50, 200, 400],
        keypoints: keypointNames.map((name, index) => ({
          name,
          x: 100 + index * 10,
          y: 50 + index * 20,
          score: index < 11 ? 0.9 : 0.1,
        })),
      },
    ],
    minScore: 0.3,
    angles: [{ joint: "left_elbow", degrees: 171.5 }],
    repetitions: { joint: "left_elbow", count: 3, phase: "bent" },
    smoothingLagMs: 12,
  },
  faces: {
    task: "faces",
    frame,
    faces: [
      {
        score: 0.95,
        box: [200, 100, 120, 120],
        mesh: Array.from({ length: 468 }, (_, index) => [200 + index / 4, 100, -3.5] as const),
        trackId: 2,
      },
      { score: 0.6, box: [20, 10, 50, 50] },
    ],
  },
  hands: {
    task: "hands",
    frame,
    hands: [
      {
        score: 0.98,
        handedness: "left",
        landmarks: Array.from({ length: 21 }, (_, at) => [50 + at, 60 + at / 2, -at] as const),
        gesture: "open-palm",
        trackId: 1,
      },
      {
        score: 0.7,
        handedness: "right",
        landmarks: Array.from({ length: 21 }, (_, at) => [350 - at, 90 + at, 0] as const),
        gesture: null,
      },
    ],
    shutter: { progress: 0, secondsLeft: 0, shots: 1 },
  },
  segment: {
    task: "segment",
    frame,
    mask: { width: 2, height: 1, coverage: 0.5, alpha: Uint8Array.of(0, 255).buffer },
  },
  read: {
    task: "read",
    frame,
    lines: [
      {
        text: 'He said "1, 2",\nthen left',
        score: 0.97,
        quad: [
          [1, 2],
          [101, 2],
          [101, 22],
          [1, 22],
        ],
      },
      {
        text: "-40℃深度防冻不结冰",
        score: 0.9,
        quad: [
          [-5, 52],
          [101, 52],
          [101, 72],
          [-5, 72],
        ],
      },
    ],
  },
  classify: {
    task: "classify",
    frame,
    classes: [
      { label: "tabby, tabby cat", score: 0.91 },
      { label: "+tiger cat", score: 0.05 },
    ],
  },
  raw: {
    task: "raw",
    frame,
    outputs: [
      {
        name: "dense",
        shape: [1, 3],
        dtype: "float32",
        range: { least: -1.5, most: 4, mean: 1 },
        broken: 0,
        best: [{ index: 2, value: 4 }],
        sample: [-1.5, 0.5, 4],
      },
    ],
  },
};

/** A picture with its task's example result. */
export function exampleItem(task: TaskId, file = `${task}.jpg`): ExportItem {
  return {
    file,
    kind: "picture",
    width: frame.width,
    height: frame.height,
    task,
    model: "some-model",
    variant: "tfjs-fp16",
    engine: "tfjs",
    backend: "wasm",
    ms: 41.25,
    results: [exampleResults[task]],
  };
}

/** A video of `count` frames at 25 a second, the same found in each. */
export function exampleVideo(task: TaskId, count: number): ExportItem {
  const result = exampleResults[task];
  return {
    ...exampleItem(task, `${task}.mp4`),
    kind: "video",
    results: Array.from({ length: count }, (_, index) => ({
      ...result,
      frame: { ...frame, timestampMs: index * 40 },
    })),
  };
}

/** The making of an example. */
export const exampleFacts: ExportFacts = {
  app: { name: "Localens", version: "0.1.0" },
  createdAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
  device: { cores: 2, isolated: true },
};
