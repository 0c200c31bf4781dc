import type { AngleJoint, KeypointName } from "./task.ts";

/** The words of the options panel and of a joint's details, one entry per language. */
export const poseText = {
  en: {
    score: "Smallest score of a joint",
    scoreHint: "Higher shows fewer joints, and surer ones.",
    showAngles: "Show angles",
    anglesHint: "Measured in the picture: true for limbs that move side on to the camera.",
    counted: "Count repetitions of",
    off: "nothing",
    countedHint: "A repetition is counted when the joint is back where it began.",
    countedStart: "Do one repetition: how far it goes is learned from it.",
    setRange: "Set the angles yourself",
    bent: "Bent below",
    straight: "Straight above",
    degrees: (value: number) => `${Math.round(value)}°`,
    nobody: "Nobody in view",
    people: (count: number) => (count === 1 ? "1 person" : `${count} people`),
    repetitions: (count: number) => (count === 1 ? "1 repetition" : `${count} repetitions`),
    spokenPeople: (count: number) => (count === 1 ? "One person" : `${count} people`),
    rows: {
      score: "Score",
      angle: "Angle",
      position: "Position",
      counted: "Repetitions",
      range: "Counted between",
      lag: "Smoothing trails by",
    },
  },
} as const;

const names: Readonly<Record<KeypointName, string>> = {
  nose: "nose",
  left_eye: "left eye",
  right_eye: "right eye",
  left_ear: "left ear",
  right_ear: "right ear",
  left_shoulder: "left shoulder",
  right_shoulder: "right shoulder",
  left_elbow: "left elbow",
  right_elbow: "right elbow",
  left_wrist: "left wrist",
  right_wrist: "right wrist",
  left_hip: "left hip",
  right_hip: "right hip",
  left_knee: "left knee",
  right_knee: "right knee",
  left_ankle: "left ankle",
  right_ankle: "right ankle",
};

/** What a keypoint is called, in English: "left knee". */
export function jointName(joint: KeypointName | AngleJoint): string {
  return names[joint];
}
