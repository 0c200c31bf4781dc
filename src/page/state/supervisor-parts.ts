import type {
  Calls,
  Client,
  Events,
  FrameSource,
  HealedTrouble,
  SessionReport,
  TroubleKind,
} from "#protocol";
import type { AppError, Attempt } from "#shared";
import type { Clock } from "./clock.ts";
import type { Started } from "./losses.ts";
import type { Rescue } from "./rescue.ts";
import type { Wants } from "./wants.ts";
import type { OpenLink } from "./worker-link.ts";

/** A live source as it crosses, and what to transfer with it. */
export interface OpenedSource {
  readonly source: FrameSource;
  readonly transfer: Transferable[];
}

/** What the supervisor tells. */
export interface SupervisorEvents {
  onLoading(): void;
  onProgress(progress: Events["progress"]): void;
  onReady(session: SessionReport): void;
  onResult(result: Events["result"]): void;
  onOverlay(bitmap: ImageBitmap): void;
  onSourceEnded(reason: string): void;
  /**
   * The worker was replaced and everything wanted is being restored. By the clock: `sinceMs`, when it broke,
   * as far as is known; `noticedMs`, when something was first done about it.
   */
  onRestart(reason: string, kind: TroubleKind, sinceMs: number, noticedMs: number): void;
  /** The worker recovers from something by itself. */
  onTrouble(kind: HealedTrouble): void;
  /** An attempt begins, which may end the whole page. */
  onStarting(attempt: Started): void;
  /** What ran is not used any more, for it failed again and again. */
  onSteppedDown(attempt: Attempt): void;
  /** What is wanted cannot be had; `retry` or another wish tries again. */
  onFailed(error: AppError): void;
}

/** What the supervisor needs from outside. */
export interface SupervisorParts {
  readonly openLink: OpenLink;
  /** A canvas that was never transferred before, or null where the browser cannot. */
  readonly openCanvas: () => OffscreenCanvas | null;
  readonly clock: Clock;
  /** What the session at hand computes with. */
  readonly runsOn: () => Started | null;
  readonly bringRescue: () => Promise<Rescue>;
  readonly events: SupervisorEvents;
}

/** Keeps a worker doing what is wanted; the worker is disposable, the wishes are not. */
export interface Supervisor {
  /** Opens the worker ahead of the first wish: its code is there when that comes. */
  prepare(): void;
  want(change: Partial<Wants<OpenedSource>>): void;
  /** Forgets failures and refused attempts, and tries again. */
  retry(): void;
  /** Any other call, on the worker at hand; rejects `worker-lost` when it dies meanwhile. */
  readonly call: Client<Calls>["call"];
  /** Whether there is a worker at hand; `call` opens one where there is none. */
  isOpen(): boolean;
  refused(): readonly Attempt[];
  /** Ends the worker for good: no later wish opens another. */
  close(): void;
}
