import type { SetOptions } from "#protocol";
import type { TaskId } from "#tasks";
import type { AppState, AppStore } from "./app-state.ts";
import { modelNow } from "./brought-cards.ts";
import { isMeteredNow } from "./connection.ts";
import { firstDownloadBytes } from "./download-size.ts";
import type { Supervisor } from "./supervisor-parts.ts";
import type { LoadWant } from "./wants.ts";

/** The session that is wanted: a model for the chosen task, on what is allowed. */
export interface Session {
  /** Wants it as it was wanted, or as what is chosen says; before a metered download the person is asked. */
  want(): void;
  /** What is chosen changed: wants it anew. */
  renew(): void;
  /** What is chosen changed while nothing runs: what runs stays until the next want. */
  chooseAnew(): void;
  /** Ends it, or cancels it on its way. */
  end(): void;
  /** The options of the chosen task changed. */
  setOptions(): void;
  /** The person agreed to a download on a metered connection. */
  allowDownload(): void;
}

/** Connects what is chosen in the state with the supervisor's wishes. */
export function createSession(
  { getState: get, setState: set }: AppStore,
  supervisor: Pick<Supervisor, "want" | "retry">,
): Session {
  let load: LoadWant | null = null;
  let meteredAllowed = false;

  const want = (): void => {
    const { task, allowed, stored, model, doubted } = get();
    if (!stored && !meteredAllowed && model.at === "absent" && isMeteredNow()) {
      set({ model: { at: "asking", bytes: firstDownloadBytes(task, allowed) } });
      return;
    }
    const chosen = modelNow(get(), task);
    load ??= {
      task,
      allowed,
      ...(chosen !== undefined && { model: chosen }),
      ...(doubted && { doubted: [doubted] }),
    };
    if (model.at !== "ready") set({ model: { at: "starting" } });
    supervisor.want({ load, options: optionsOf(get(), task) });
    if (model.at === "failed") supervisor.retry();
  };

  return {
    want,
    renew() {
      load = null;
      if (get().model.at === "ready") set({ model: { at: "starting" } });
      want();
    },
    chooseAnew() {
      load = null;
    },
    end() {
      load = null;
      supervisor.want({ load: null });
      set({ model: { at: "absent" } });
    },
    setOptions: () => supervisor.want({ options: optionsOf(get(), get().task) }),
    allowDownload() {
      meteredAllowed = true;
      set({ model: { at: "absent" } });
      want();
    },
  };
}

/** A task's options as they cross; that the id and the options belong together is the state's own shape. */
function optionsOf({ options }: AppState, task: TaskId): SetOptions {
  return { task, options: options[task] } as SetOptions;
}
