import type { Clock } from "./clock.ts";
import { createStandby, type Standby } from "./standby.ts";
import { awaitRoom, hasWasmRoom } from "./wasm-room.ts";

/** What helps past the loss of a worker; its code comes with the first session. */
export interface Rescue {
  readonly standby: Standby;
  /** Goes on once there is room for the memory of another worker, or after a while. */
  awaitRoom(goOn: () => void): void;
}

/** Creates it. */
export function createRescue(clock: Clock, hasRoom: () => boolean = hasWasmRoom): Rescue {
  return {
    standby: createStandby(hasRoom, clock.now),
    awaitRoom: (goOn) => awaitRoom(clock, hasRoom, goOn),
  };
}
