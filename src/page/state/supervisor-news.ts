import type { SessionReport } from "#protocol";
import { forgetStart, rememberStart } from "../head-start.ts";
import { type AppState, type AppStore, phaseOf } from "./app-state.ts";
import { asOffline } from "./as-offline.ts";
import { modelNow } from "./brought-cards.ts";
import type { Files } from "./files.ts";
import type { Live } from "./live.ts";
import { askToPersist, type Offers } from "./offers.ts";
import type { Offline } from "./offline.ts";
import type { Recoveries } from "./recoveries.ts";
import type { Stage } from "./stage.ts";
import type { StandingLook } from "./standing-look.ts";
import type { SupervisorEvents } from "./supervisor-parts.ts";
import type { Tuning } from "./tuning.ts";

/** Who acts on what the supervisor tells. */
export interface NewsParts {
  readonly stage: Pick<Stage, "showOverlay">;
  readonly live: Pick<Live, "renewFrames">;
  readonly files: Pick<Files, "queue">;
  readonly look: StandingLook;
  readonly offers: Pick<Offers, "afterFirstResult">;
  readonly offline: Pick<Offline, "keep">;
  readonly tuning: Pick<Tuning, "onReady" | "onLost">;
  readonly recoveries: Recoveries;
  readonly onStarting: SupervisorEvents["onStarting"];
}

/** Takes what the supervisor tells into the state; `parts` are asked for when they act, for they need it, too. */
export function supervisorNews(store: AppStore, parts: () => NewsParts): SupervisorEvents {
  const { getState: get, setState: set } = store;
  return {
    onLoading: () => set({ model: { at: "starting" } }),
    onProgress({ loadedBytes, totalBytes }) {
      const whole = loadedBytes >= totalBytes;
      set({ model: whole ? { at: "starting" } : { at: "downloading", loadedBytes, totalBytes } });
    },
    onReady(session) {
      const { offline, files, look, tuning } = parts();
      // First: not a frame of a new worker is missed.
      get().recorder?.resume();
      set({ model: { at: "ready", session }, stored: session.kept });
      if (session.kept) void askToPersist();
      keepSession(get(), offline, session);
      tuning.onReady(session);
      files.queue.redraw();
      files.queue.run();
      look.again();
    },
    onResult(result) {
      const { look, offers, recoveries } = parts();
      // What another task still answered after it was left is nobody's any more.
      if (!get().wanted || result.task !== get().task) return;
      if (get().frozen && !look.takes(result)) return;
      // For whoever measures the start; marks are cheap and local.
      if (!get().result) performance.mark("localens:first-result");
      set({ result });
      if (phaseOf(get()) === "running" && get().camera.at !== "muted") recoveries.works();
      offers.afterFirstResult();
    },
    onOverlay: (bitmap) => parts().stage.showOverlay(bitmap),
    onSourceEnded() {
      if (get().wanted) parts().live.renewFrames();
    },
    onRestart(_reason, kind, sinceMs, noticedMs) {
      const { tuning, recoveries } = parts();
      tuning.onLost();
      recoveries.noticed(kind, sinceMs, noticedMs);
      set({ model: { at: "starting" } });
    },
    onTrouble: (kind) => parts().recoveries.noticed(kind),
    onStarting: (attempt) => parts().onStarting(attempt),
    onSteppedDown: (attempt) => set({ setback: { at: "stepped-down", attempt } }),
    onFailed: (error) => set({ model: { at: "failed", error: asOffline(error) } }),
  };
}

/** Keeps what answers the frames from now on, for working offline and for the next visit. */
export function keepSession(
  state: AppState,
  offline: Pick<Offline, "keep">,
  session: SessionReport,
): void {
  keepHeadStart(state, session);
  void offline.keep(session);
}

/** The next visit begins with what runs now, if it is all here; not with what a page may have died of. */
function keepHeadStart(state: AppState, { task, engine, backend, kept }: SessionReport): void {
  if (state.doubted) forgetStart();
  else if (kept) {
    const model = modelNow(state, task);
    const load = { task, ...(model !== undefined && { model }), allowed: state.allowed };
    rememberStart({ load, engine, backend });
  }
}
