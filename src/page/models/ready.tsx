import type { ReactNode } from "react";
import type { ModelCard } from "#shared";
import { modelsText as words } from "../text/models-text.ts";
import { useRunModel } from "./use-run-model.ts";

/** A model that was kept, and where to run it. */
export function Ready({ card, onClose }: { card: ModelCard; onClose(): void }): ReactNode {
  const run = useRunModel();
  return (
    <section className="model-card" role="status" data-testid="model-ready" data-model={card.id}>
      <h3>{words.kept(card.title)}</h3>
      <div className="row">
        <button
          type="button"
          className="button primary"
          data-testid="model-run"
          onClick={() => run(card, "live")}
        >
          {words.runLive}
        </button>
        <button type="button" className="button" onClick={() => run(card, "files")}>
          {words.runPictures}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {words.another}
        </button>
      </div>
    </section>
  );
}
