import type { Clock } from "./clock.ts";

/** As many memories as an engine and what comes with it take. */
const memories = 6;

/** Whether this page may have more WebAssembly memory: it is reserved and let go again, never touched. */
export function hasWasmRoom(): boolean {
  try {
    for (let taken = 0; taken < memories; taken += 1) new WebAssembly.Memory({ initial: 1 });
    return true;
  } catch {
    return false;
  }
}

const lookAgainMs = 250;
const mostLooks = 60;

/** What a lost worker took is given back a while after its end: goes on when it is, or after a quarter of a minute. */
export function awaitRoom(clock: Clock, hasRoom: () => boolean, goOn: () => void): void {
  let looks = 0;
  const look = (): void => {
    looks += 1;
    if (looks > mostLooks || hasRoom()) goOn();
    else clock.after(lookAgainMs, look);
  };
  look();
}
