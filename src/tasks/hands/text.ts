import { gestureNames } from "#tasks";

/** The words of the options panel and of a hand's details, one entry per language. */
export const handsText = {
  en: {
    score: "Smallest score",
    scoreHint: "Higher shows fewer hands, and surer ones.",
    maxHands: "Most hands followed",
    shutter: "Take a picture at",
    shutterOff: "No gesture",
    shutterHint:
      "Hold the gesture until the countdown starts, then you have three seconds to lower your hand.",
    gestures: gestureNames.en,
    hand: { left: "left hand", right: "right hand" },
    countdown: (seconds: number) =>
      seconds === 1 ? "picture in 1 second" : `picture in ${seconds} seconds`,
    title: { left: "Left hand", right: "Right hand" },
    none: "none",
    rows: { score: "Score", gesture: "Gesture", position: "Wrist", size: "Size", track: "Number" },
  },
} as const;
