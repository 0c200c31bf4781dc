import type { TaskId } from "#tasks";
import type { GovernorStep, HeatReason } from "./governor-plan.ts";

/** A model that a task runs for a while, in place of a larger one. */
export interface SmallerModel {
  readonly task: TaskId;
  /** The card's id. */
  readonly model: string;
}

/** One change of the governor. */
export interface GovernorNote {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly state: GovernorStep | "off";
  readonly reason: GovernorReason | null;
}

/** Why the governor stands where it stands: a sign of heat, or who turned it off. */
export type GovernorReason = HeatReason | "address" | "choice";

/** Whether the device is spared just now, and why. */
export interface GovernorState {
  readonly state: GovernorStep | "off";
  readonly reason: GovernorReason | null;
  /** Most frames a second; null: as many as the device can do. */
  readonly framesPerSecond: number | null;
  readonly smaller: SmallerModel | null;
  /** What is looked at; empty before the governor is here. */
  readonly watches: readonly HeatReason[];
  /** What changed, oldest first; the last changes only. */
  readonly log: readonly GovernorNote[];
}
