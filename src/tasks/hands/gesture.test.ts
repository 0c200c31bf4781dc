import { describe, expect, it } from "vitest";
import { gestureOf } from "./gesture.ts";
import { type HandPose, handShape } from "./sample/hand-shape.ts";
import type { HandPoint } from "./task.ts";

/** The joints of a pose as a picture has them: y down, z away from the viewer, 100 px to the palm. */
function landmarks(pose: HandPose, turn = 0, tilt = 0): HandPoint[] {
  return handShape(pose).map(([x, up, near]): HandPoint => {
    const [y, z] = [-up, -near];
    // About the axis across, as a hand leans towards the camera; then in the picture.
    const [tiltedY, tiltedZ] = [
      y * Math.cos(tilt) - z * Math.sin(tilt),
      y * Math.sin(tilt) + z * Math.cos(tilt),
    ];
    return [
      300 + 100 * (x * Math.cos(turn) - tiltedY * Math.sin(turn)),
      200 + 100 * (x * Math.sin(turn) + tiltedY * Math.cos(turn)),
      100 * tiltedZ,
    ];
  });
}

const open: HandPose = { curls: [0, 0, 0, 0], thumbIn: 0, spread: 1, turn: 0 };
const rolled = [1, 1, 1, 1] as const;
/** Turned so that a stretched thumb of the drawn hand points up. */
const thumbUpright = -0.85;

describe("the gesture of a hand", () => {
  it.each<[string, HandPose, number]>([
    ["open-palm", open, 0],
    ["fist", { ...open, curls: rolled, thumbIn: 1 }, 0],
    ["point", { ...open, curls: [0, 1, 1, 1], thumbIn: 1 }, 0],
    ["victory", { ...open, curls: [0, 0, 1, 1], thumbIn: 1 }, 0],
    ["thumb-up", { ...open, curls: rolled }, thumbUpright],
  ])("is %s", (gesture, pose, turn) => {
    expect(gestureOf(landmarks(pose, turn))).toBe(gesture);
    // A mirror image is the other hand's.
    const mirrored = landmarks(pose, turn).map(([x, y, z]): HandPoint => [640 - x, y, z]);
    expect(gestureOf(mirrored)).toBe(gesture);
  });

  it.each([
    ["turned aside", 0.7, 0],
    ["upside down", Math.PI, 0],
    ["leaning towards the camera", 0, 0.5],
    ["leaning away", 0, -0.5],
  ])("is the same for a hand %s", (_, turn, tilt) => {
    expect(gestureOf(landmarks(open, turn, tilt))).toBe("open-palm");
    expect(gestureOf(landmarks({ ...open, curls: rolled, thumbIn: 1 }, turn, tilt))).toBe("fist");
  });

  it.each<[string, HandPose, number]>([
    ["half rolled fingers", { ...open, curls: [0.45, 0.45, 0.45, 0.45] }, 0],
    ["three fingers", { ...open, curls: [0, 0, 0, 1], thumbIn: 1 }, 0],
    ["the little finger alone", { ...open, curls: [1, 1, 1, 0], thumbIn: 1 }, 0],
    ["four fingers without the thumb", { ...open, thumbIn: 1 }, 0],
    ["a thumb down", { ...open, curls: rolled }, thumbUpright + Math.PI],
    ["a thumb to the side", { ...open, curls: rolled }, thumbUpright + Math.PI / 2],
  ])("is none for %s", (_, pose, turn) => {
    expect(gestureOf(landmarks(pose, turn))).toBe(null);
  });

  it("is no victory with two fingers held together", () => {
    const joints = landmarks({ ...open, curls: [0, 0, 1, 1], thumbIn: 1 });
    const [knuckle, tip] = [joints[9], joints[12]];
    const index = joints[5];
    if (!knuckle || !tip || !index) throw new Error("no joints");
    const along = (step: number): HandPoint => [
      index[0] + ((tip[0] - knuckle[0]) * step) / 3,
      index[1] + ((tip[1] - knuckle[1]) * step) / 3,
      index[2] + ((tip[2] - knuckle[2]) * step) / 3,
    ];
    joints.splice(6, 3, along(1), along(2), along(3));
    expect(gestureOf(joints)).toBe(null);
  });

  it("is none where there are no joints, or all in one place", () => {
    expect(gestureOf([])).toBe(null);
    expect(gestureOf(Array.from({ length: 21 }, (): HandPoint => [5, 5, 0]))).toBe(null);
  });
});
