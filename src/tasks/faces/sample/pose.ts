import type { Point } from "./pen.ts";

/** How a head is held and what its face does. */
export interface Pose {
  /** Radians: to the right of the picture, down, and clockwise. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** 0 open … 1 closed. */
  readonly blink: number;
  /** 0 calm … 1 smiling. */
  readonly smile: number;
}

/**
 * Puts a point of the face on the picture: u from −1 at the left ear to 1 at the right, v from −1 at the
 * top of the skull to 1 at the chin, lifted off the head by a part of its radius. The head is an
 * ellipsoid that turns about its middle, so features shift and narrow as on a real one.
 */
export type OnHead = (u: number, v: number, lift?: number) => Point;

/** Half the width of a face, when half its height is 1. */
export const HALF_WIDTH = 0.73;
const HALF_DEPTH = 0.86;

/** Prepares the projection of a pose; heads are drawn around the origin with half their height 1. */
export function onHeadOf({ yaw, pitch }: Pose): OnHead {
  const [cosYaw, sinYaw] = [Math.cos(yaw), Math.sin(yaw)];
  const [cosPitch, sinPitch] = [Math.cos(pitch), Math.sin(pitch)];
  return (u, v, lift = 0) => {
    const reach = 1 + lift;
    const x = u * HALF_WIDTH;
    // Flatter than a sphere: cheeks and brow face forwards over most of the width.
    const depth = Math.sqrt(Math.max(0, 1 - Math.abs(u) ** 2.2 * 0.96 - Math.abs(v) ** 3 * 0.4));
    const z = depth * HALF_DEPTH * reach;
    const turnedX = x * cosYaw + z * sinYaw;
    const turnedZ = z * cosYaw - x * sinYaw;
    return [turnedX, v * cosPitch + (turnedZ - 0.5) * sinPitch];
  };
}
