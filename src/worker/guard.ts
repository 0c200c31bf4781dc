import { cardById } from "#models";
import { type ChaosCalls, type Events, type Handlers, heartbeatMs } from "#protocol";
import { AppError } from "#shared";
import type { Candidate } from "./candidates.ts";
import { workerGpu } from "./gpu.ts";
import { heldMemory } from "./memory-census.ts";
import { createMemoryWatch } from "./memory-watch.ts";
import type { Pipeline } from "./pipeline.ts";
import type { ActiveSession } from "./tuner.ts";

/** What the guard needs of the worker around it. */
export interface GuardParts {
  active(): ActiveSession | undefined;
  readonly pipeline: Pick<Pipeline, "isLive" | "hold" | "goOn">;
  /** The session is not used again. */
  onFailed(error: unknown): void;
  onTrouble(trouble: Events["trouble"]): void;
}

/** Notices what goes wrong between the frames, too. */
export interface Guard {
  readonly handlers: Handlers<ChaosCalls>;
  /** A session was made ready. */
  ready(active: ActiveSession): void;
}

/**
 * What fails on a GPU may come of its loss, of which who threw knew nothing: the loss is told then, and not
 * what it led to.
 */
export async function nameLoss(
  active: ActiveSession | undefined,
  error: unknown,
): Promise<unknown> {
  const on = onGpu(active);
  if (!on || AppError.is(error, "engine-failed")) return error;
  const reason = await workerGpu.loss(error).catch(() => undefined);
  return reason === undefined ? error : lostOn(on, reason);
}

/** Begins to watch over the sessions of this worker. */
export function createGuard({ active, pipeline, onFailed, onTrouble }: GuardParts): Guard {
  const memory = createMemoryWatch(
    () => heldMemory().wasmBytes,
    () => onTrouble({ kind: "memory-growth" }),
  );
  setInterval(() => memory.look(pipeline.isLive()), heartbeatMs);

  return {
    handlers: {
      async causeTrouble({ kind }) {
        const { causeTrouble } = await import("./chaos/cause-trouble.ts");
        const parts = { active: active(), cardById, onTrouble, frames: pipeline };
        await causeTrouble(kind, parts);
        return undefined;
      },
      async proveNow() {
        const { session } = active() ?? {};
        try {
          await session?.proveAgain();
        } catch (error) {
          // What was disposed of meanwhile proves nothing.
          if (session && session === active()?.session) onFailed(error);
        }
        return undefined;
      },
    },
    ready(session) {
      memory.restart();
      const on = onGpu(session);
      if (!on) return;
      // Noticed without a frame as well: a picture that stands still runs nothing.
      const watch = async (): Promise<void> => {
        const { lost } = await workerGpu.open();
        const reason = await lost;
        if (active()?.session !== session.session) return;
        onFailed(lostOn(on, reason));
      };
      // Where there is no device, the engine has one of its own, and its runs tell.
      watch().catch(() => undefined);
    },
  };
}

/** What of a session computes on the GPU, if anything. */
function onGpu(active: ActiveSession | undefined): Candidate | undefined {
  return Object.values(active?.running ?? {}).find(({ backend }) => backend === "webgpu");
}

function lostOn({ entry }: Candidate, reason: string): AppError {
  return new AppError("engine-failed", { engine: entry.id, backend: "webgpu", reason });
}
