import type { TroubleKind } from "#protocol";
import type { Attempt, Backend, EngineId } from "#shared";

/** What a supervisor remembers of the workers that it lost. */
export interface Losses {
  /** How many workers were replaced until now. */
  restarts(): number;
  /** What is not tried again, and why. */
  refused(): readonly Attempt[];
  /**
   * A worker was lost, perhaps while it made an attempt, or while a session ran; answers how many were lost
   * lately, and what is given up for it.
   */
  note(lost: LostWorker): { readonly lately: number; readonly steppedDown?: Attempt };
  /** How many were lost to a hang lately. */
  hangs(): number;
  /** The attempt is not tried again. */
  refuse(attempt: Started, reason: string): void;
  restarted(): void;
  /** An attempt ended well: what crashed before was an accident. */
  started(): void;
  /** Everything may be tried again. */
  forget(): void;
}

/** An attempt that was begun. */
export interface Started {
  readonly engine: EngineId;
  readonly backend: Backend;
}

/** A worker that was lost, and what it did. */
export interface LostWorker {
  readonly kind: TroubleKind;
  readonly words: string;
  readonly starting: Started | null;
  readonly running: Started | null;
}

/** More restarts than this within `restartWindowMs` and the worker is given up. */
export const restartLimit = 3;
/** Losses within it are lately; the words of a refusal say so. */
export const restartWindowMs = 60_000;
/** So often a session may be lost while it runs on one backend of an engine, before another is tried. */
export const mostLosses = 3;

interface Noted {
  readonly atMs: number;
  readonly kind: TroubleKind;
  /** Engine and backend of the session that ran. */
  readonly ran: string;
}

/** Creates the memory; nothing was lost yet. */
export function createLosses(nowMs: () => number): Losses {
  let crashed = "";
  let refused: readonly Attempt[] = [];
  let noted: readonly Noted[] = [];
  let restarts = 0;

  const lately = (): readonly Noted[] =>
    noted.filter(({ atMs }) => nowMs() - atMs < restartWindowMs);
  const refuse = ({ engine, backend }: Started, reason: string): Attempt => {
    const attempt = { engine, backend, reason };
    refused = [...refused, attempt];
    return attempt;
  };
  /** What takes its place begins with a clean sheet. */
  const stepDown = (from: Started, reason: string) => {
    noted = [];
    crashed = "";
    return { lately: 1, steppedDown: refuse(from, reason) };
  };
  return {
    restarts: () => restarts,
    refused: () => refused,
    note({ kind, words, starting, running }) {
      const ran = running && !starting ? nameOf(running) : "";
      noted = [...lately(), { atMs: nowMs(), kind, ran }];
      if (starting) {
        // One crash may be an accident; an attempt that crashes twice is not tried again.
        if (crashed === nameOf(starting)) return stepDown(starting, words);
        crashed = nameOf(starting);
      } else if (running) {
        const times = noted.filter((one) => one.ran === ran).length;
        // Who answers wrongly does so again; what else happens may be an accident.
        if (kind === "wrong-backend" || times >= mostLosses) {
          const reason =
            kind === "wrong-backend"
              ? "answered wrongly while it ran"
              : `${words}, ${times} times in a minute`;
          return stepDown(running, reason);
        }
      }
      return { lately: noted.length };
    },
    hangs: () => lately().filter(({ kind }) => kind === "worker-hang").length,
    refuse,
    restarted() {
      restarts += 1;
    },
    started() {
      crashed = "";
    },
    forget() {
      refused = [];
      crashed = "";
      noted = [];
    },
  };
}

function nameOf({ engine, backend }: Started): string {
  return `${engine} ${backend}`;
}
