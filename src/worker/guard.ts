import { cardById } from "#models";
import { type ChaosCalls, type Events, type Handlers, heartbeatMs } from "#protocol";
import { AppError } from "#shared";
import { workerGpu } from "./gpu.ts";
import { heldMemory } from "./memory-census.ts";
import { createMemoryWatch } from "./memory-watch.ts";
import type { ActiveSession } from "./tuner.ts";

/** What the guard needs of the worker around it. */
export interface GuardParts {
  active(): ActiveSession | undefined;
  /** Whether frames keep coming. */
  isLive(): boolean;
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

/** Begins to watch over the sessions of this worker. */
export function createGuard({ active, isLive, onFailed, onTrouble }: GuardParts): Guard {
  const memory = createMemoryWatch(
    () => heldMemory().wasmBytes,
    () => onTrouble({ kind: "memory-growth" }),
  );
  setInterval(() => memory.look(isLive()), heartbeatMs);

  return {
    handlers: {
      async causeTrouble({ kind }) {
        const { causeTrouble } = await import("./chaos/cause-trouble.ts");
        await causeTrouble(kind, { active: active(), cardById, onTrouble });
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
      const on = Object.values(session.running).find(({ backend }) => backend === "webgpu");
      if (!on) return;
      // Noticed without a frame as well: a picture that stands still runs nothing.
      const watch = async (): Promise<void> => {
        const { lost } = await workerGpu.open();
        const reason = await lost;
        if (active()?.session !== session.session) return;
        onFailed(new AppError("engine-failed", { engine: on.entry.id, backend: "webgpu", reason }));
      };
      // Where there is no device, the engine has one of its own, and its runs tell.
      watch().catch(() => undefined);
    },
  };
}
