import type { Events, LoadRequest, SessionReport } from "#protocol";
import type { LoadWant } from "./wants.ts";
import type { WorkerLink } from "./worker-link.ts";

/** A worker that is on its way to the session of another, which fell silent. */
export interface Begun {
  readonly link: WorkerLink;
  readonly load: LoadWant;
  readonly loading: AbortController;
  readonly answer: Promise<SessionReport>;
  readonly atMs: number;
  /** What it told of its attempts last. */
  attempt?: Events["attempt"];
}

/** A worker beside the one in doubt. */
export interface Standby {
  /** Opens it and lets it load, once in a silence and where there is room; tells if it comes to its session before it is dismissed. */
  begin(load: LoadWant, request: LoadRequest, connect: () => WorkerLink, onReady: () => void): void;
  /** When the one at hand was begun; undefined: there is none. */
  begunMs(): number | undefined;
  /** Whether this is it; what it tells of an attempt is kept then. */
  hears(link: WorkerLink, attempt: Events["attempt"]): boolean;
  /** A worker crashed: perhaps this one. */
  fell(link: WorkerLink): void;
  /** It is used from now on. */
  take(): Begun | undefined;
  /** It was not needed: the silence is over. */
  dismiss(): void;
}

/**
 * [Note: A second worker in doubt] Silence alone does not tell a worker that hangs from a device that is
 * short of time. So where one is silent for longer than it ever was, another begins what this one did: it
 * lives on the same device in the same moment, and if it fetches, compiles, proves and answers while the
 * first has not taken a single step, the first will not. What it did until then is not lost: it goes on in
 * the place of the first. If the first says a word, it was all for nothing.
 */
export function createStandby(hasRoom: () => boolean, nowMs: () => number): Standby {
  let begun: Begun | undefined;
  /** Who fell once is not set beside the same silence again. */
  let tried = false;

  const dismiss = (only = begun): void => {
    if (!begun || begun !== only) return;
    begun = undefined;
    only.loading.abort();
    only.link.terminate();
  };
  return {
    begin(load, request, connect, onReady) {
      if (tried || !hasRoom()) return;
      tried = true;
      const link = connect();
      const loading = new AbortController();
      const answer = link.client.call("load", request, { signal: loading.signal });
      const own: Begun = { link, load, loading, answer, atMs: nowMs() };
      begun = own;
      answer.then(
        () => {
          if (begun === own) onReady();
        },
        () => dismiss(own),
      );
    },
    begunMs: () => begun?.atMs,
    hears(link, attempt) {
      if (!begun || link !== begun.link) return false;
      begun.attempt = attempt;
      return true;
    },
    fell(link) {
      if (link === begun?.link) dismiss();
    },
    take() {
      const taken = begun;
      begun = undefined;
      tried = false;
      return taken;
    },
    dismiss() {
      tried = false;
      dismiss();
    },
  };
}
