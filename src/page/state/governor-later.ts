import { bringOnce } from "./bring-once.ts";
import type { Governor, GovernorParts } from "./governor.ts";

/**
 * Brings the governor behind the first result: a device that has not worked is not hot, and the first page does
 * without its code. Returns how a person turns it on or off.
 */
export function governorLater(parts: GovernorParts): (on: boolean) => void {
  const { store } = parts;
  // Without it everything else goes on.
  const bring = bringOnce(async (): Promise<Governor> => {
    const { createGovernor } = await import("./governor.ts");
    return createGovernor(parts);
  });
  if (store.getState().governor.state !== "off") {
    const unsubscribe = store.subscribe(({ result }) => {
      if (!result) return;
      unsubscribe();
      bring().catch(() => undefined);
    });
  }
  return (on) => {
    bring().then(
      (governor) => governor.turn(on),
      () => undefined,
    );
  };
}
