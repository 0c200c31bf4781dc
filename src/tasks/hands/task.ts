import { defineTask, type ResultBase } from "../task.ts";

/** A point of a hand in source-frame pixels; z grows away from the viewer, on the scale of x, 0 at the wrist. */
export type HandPoint = readonly [x: number, y: number, z: number];

/** The gestures that are told apart. */
export const gestures = ["open-palm", "fist", "point", "thumb-up", "victory"] as const;

/** What a hand does on purpose. */
export type Gesture = (typeof gestures)[number];

/** What each gesture is called, one entry per language. */
export const gestureNames = {
  en: {
    "open-palm": "open palm",
    fist: "fist",
    point: "point",
    "thumb-up": "thumb up",
    victory: "victory",
  } satisfies Record<Gesture, string>,
} as const;

/** One hand found in a frame. */
export interface Hand {
  /** How surely the crop holds a hand, 0 … 1. */
  readonly score: number;
  /** The person's own: as it is in a picture that is not mirrored. */
  readonly handedness: "left" | "right";
  /** 21 points in the order of MediaPipe: the wrist, then four of each finger from the thumb on, tips last. */
  readonly landmarks: readonly HandPoint[];
  /** Null while it makes none of them; in live pictures also until it was held for a moment. */
  readonly gesture: Gesture | null;
  /** The same hand keeps its number while it stays in view; absent for single pictures. */
  readonly trackId?: number;
}

/** Where the shutter without hands stands. */
export interface ShutterState {
  /** How much of the countdown is over, 0 … 1; 0 while nothing counts down. */
  readonly progress: number;
  /** Whole seconds left of the countdown, from 1 on; 0 while nothing counts down. */
  readonly secondsLeft: number;
  /** How many countdowns have ended since the run began: whenever it grows, a picture is to be taken. */
  readonly shots: number;
}

/** What the hands task found in one frame, best score first. */
export interface HandsResult extends ResultBase<"hands"> {
  readonly hands: readonly Hand[];
  /** In live pictures, where the shutter without hands is on. */
  readonly shutter?: ShutterState;
}

/** What a person can set for the hands task. */
export interface HandsOptions {
  /** Smallest score shown, 0.05 … 0.95. */
  readonly minScore: number;
  /** The most hands looked for, 1 … 4. */
  readonly maxHands: number;
  /** The gesture that starts the countdown of the shutter, if one does. */
  readonly shutter: Gesture | "off";
}

const options: HandsOptions = { minScore: 0.5, maxHands: 2, shutter: "off" };

/** Follows hands, their 21 joints, and five gestures. */
export const hands = defineTask<HandsResult>()({
  id: "hands",
  text: {
    en: {
      title: "Hands",
      about: "Follows hands and five gestures, and can take a picture at one.",
    },
  },
  icon: "M8 13V5.5a1.5 1.5 0 0 1 3 0V11M11 10.5v-7a1.5 1.5 0 0 1 3 0V11M14 11V5.5a1.5 1.5 0 0 1 3 0V14c0 4-2.2 7-5.5 7S7 19.4 5.6 16.8L4 13.6a1.5 1.5 0 0 1 2.6-1.5L8 14",
  models: { finder: "palm-lite", marker: "handlandmark-lite" },
  options,
});

/**
 * Whether a picture is to be taken now: a countdown ended between two results that follow each other.
 * Results can be passed over between them; the first one after a start or a change is compared with none.
 */
export function firesShutter(before: HandsResult | undefined, now: HandsResult): boolean {
  if (!before?.shutter || !now.shutter) return false;
  return now.shutter.shots > before.shutter.shots;
}
