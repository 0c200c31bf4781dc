import type { Events } from "#protocol";
import type { Backend } from "#shared";
import type { Clock } from "./clock.ts";
import type { Started } from "./losses.ts";

/**
 * An engine start that takes longer than this never settles. On a GPU every shader is compiled first: a
 * slow driver, or a software one, takes a minute where a good one takes a second.
 */
export const startLimitMs: Readonly<Record<Backend, number>> = { wasm: 30_000, webgpu: 150_000 };

/** The engine start that is under way, and the time that it has. */
export interface StartDeadline {
  underWay(): Started | null;
  /** The worker begins an attempt, or ends one. */
  told(attempt: Events["attempt"]): void;
  /** None is under way any more. */
  end(): void;
}

/** What a deadline tells. */
export interface StartDeadlineEvents {
  onStarting(attempt: Started): void;
  /** It took too long; `reason` says how long, in words. */
  onExpired(attempt: Started, reason: string): void;
}

/** Creates it; no start is under way. */
export function createStartDeadline(
  clock: Clock,
  { onStarting, onExpired }: StartDeadlineEvents,
): StartDeadline {
  let attempt: Started | null = null;
  let cancel: () => void = () => {};

  const end = (): void => {
    cancel();
    attempt = null;
  };
  return {
    underWay: () => attempt,
    told({ engine, backend, state }) {
      end();
      if (state !== "started") return;
      const begun: Started = { engine, backend };
      attempt = begun;
      const limitMs = startLimitMs[backend];
      cancel = clock.after(limitMs, () =>
        onExpired(begun, `did not start within ${limitMs / 1000} s`),
      );
      onStarting(begun);
    },
    end,
  };
}
