import type { Events, WorkerTrouble } from "#protocol";
import { AppError, type ModelCard } from "#shared";
import { workerGpu } from "../gpu.ts";
import type { Pipeline } from "../pipeline.ts";
import type { ActiveSession } from "../tuner.ts";
import { alterAnswers } from "./alter-answers.ts";
import { breakEngine, growMemory } from "./break-wasm.ts";
import { cutNetwork } from "./cut-network.ts";
import { damageStore } from "./damage-store.ts";
import { fillQuota } from "./fill-quota.ts";
import { useUpMemory } from "./use-up-memory.ts";

/** What the causes need of the worker around them. */
export interface ChaosParts {
  readonly active: ActiveSession | undefined;
  /** Shipped cards: what a person brought is never put at risk. */
  cardById(id: string): ModelCard | undefined;
  onTrouble(trouble: Events["trouble"]): void;
  readonly frames: Pick<Pipeline, "hold" | "goOn">;
}

/** Frames wait no longer than this for a trial. */
const holdMs = 2_000;

/**
 * Causes one failure in this worker, for real; noticing it and recovering from it is left to what does so
 * when it comes by itself.
 * @throws AppError `internal` where there is nothing that could fail so
 */
export async function causeTrouble(kind: WorkerTrouble, parts: ChaosParts): Promise<void> {
  const { active } = parts;
  if (!active) throw nothingTo("nothing runs");
  switch (kind) {
    case "worker-crash":
      return later(() => {
        throw new Error("made to crash");
      });
    case "worker-hang":
      return later(() => {
        for (;;) {
          // Never yields: no heartbeat leaves this thread any more.
        }
      });
    case "worker-oom":
      return later(useUpMemory);
    case "device-lost": {
      if (Object.values(active.running).every(({ backend }) => backend !== "webgpu")) {
        throw nothingTo("nothing computes on a GPU");
      }
      (await workerGpu.open()).device.destroy();
      return;
    }
    case "engine-abort":
      return breakEngine();
    case "wrong-backend":
      return alterAnswers(active.session.sessions());
    case "memory-growth":
      return growMemory();
    case "quota-full":
      // Behind frames each of its many short waits would last until a frame is done: the frames wait.
      await parts.frames.hold(holdMs);
      try {
        return await fillQuota((trouble) => parts.onTrouble({ kind: trouble }));
      } finally {
        parts.frames.goOn();
      }
    case "network-cut":
      return cutNetwork(shippedCard(parts), (trouble) => parts.onTrouble({ kind: trouble }));
    case "store-corrupt":
      return damageStore(shippedCard(parts), active.report.variant);
  }
}

/** Outside of any call, where nobody catches. */
function later(cause: () => void): void {
  setTimeout(cause);
}

function shippedCard({ active, cardById }: ChaosParts): ModelCard {
  const card = active && cardById(active.report.model);
  if (!card) throw nothingTo("the model was brought, and comes from nowhere else");
  return card;
}

function nothingTo(reason: string): AppError {
  return new AppError("internal", { reason });
}
