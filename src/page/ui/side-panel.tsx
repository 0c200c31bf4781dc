import type { ReactNode } from "react";
import { type TaskId, taskById } from "#tasks";
import type { TaskView } from "#tasks/view";
import { phaseOf } from "../state/app-state.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { LazyRecordOptions } from "./lazy-record.tsx";
import { TaskOptions } from "./task-options.tsx";
import { useMedia } from "./use-media.ts";

/** From this width on the options have their own place; the style sheet uses the same. */
const wide = "(min-width: 1024px) and (min-height: 501px)";

/** On wide windows: the task, its options and the numbers, beside the picture. */
export function SidePanel({ view }: { view: TaskView<TaskId> | undefined }): ReactNode {
  const { app } = useApp();
  const task = useAppState((state) => taskById(state.task));
  const phase = useAppState(phaseOf);
  const session = useAppState((state) => (state.model.at === "ready" ? state.model.session : null));
  const worker = useAppState((state) => state.worker);
  if (!useMedia(wide) || !task) return null;
  const runs = phase === "running" && worker !== null && worker.fps > 0;
  return (
    <aside className="panel" aria-label={text.options}>
      <section>
        <h2>{task.text.en.title}</h2>
        <p className="quiet">{task.text.en.about}</p>
      </section>
      <section>
        <TaskOptions view={view} />
      </section>
      <section>
        <LazyRecordOptions />
      </section>
      <section className="panel-numbers numbers">
        {runs && (
          <p className="panel-speed">
            {text.fps(worker.fps)} · {text.ms(worker.frameAgeMs.p50Ms)}
          </p>
        )}
        <p className="quiet">
          {session
            ? `${text.engineName[session.engine]} · ${session.backend} · ${text.threads(session.threads)}`
            : text.notRunning}
        </p>
        <button
          type="button"
          className="button"
          aria-haspopup="dialog"
          onClick={() => app.openSheet("truth")}
        >
          {text.more}
        </button>
      </section>
    </aside>
  );
}
