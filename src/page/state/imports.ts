import { createStore, type StoreApi } from "zustand/vanilla";
import type { BroughtFrom, ExamineModel, GivenFile, ModelTrial, TryModel } from "#protocol";
import {
  AppError,
  type CardDecoder,
  type EngineId,
  isAbort,
  type ModelCard,
  withDecoder,
} from "#shared";
import { asAppError } from "./as-app-error.ts";
import { asRefusal, failureWords } from "./import-failures.ts";
import type { ImportState, Preview, Proposed, TrialRow, TrialStep } from "./import-state.ts";
import { createShelfVerbs, type ShelfVerbs, storeLimitMs } from "./model-shelf.ts";
import { askOnce, type OwnWorker, type OwnWorkerParts, openOwnWorker } from "./own-worker.ts";
import { measureOf, outputsSeen, rowsOf, rowToShow, stepOf } from "./trial-rows.ts";

/** Reading a file as data takes seconds at most; a file that takes longer means harm. */
const readLimitMs = 60_000;
/** Starting an engine, running the model a few times, and once on a picture. */
const tryLimitMs = 90_000;
/** The longer side of the preview, in pixels. */
const previewSide = 960;
/** As long as it is shown at most, in CSS pixels: on a phone it is as wide as the screen. */
const shownSideAtMost = 600;

/** What bringing models needs from outside. */
export interface ImportParts extends OwnWorkerParts {
  /** Whether graphics may be tried: nothing is said of a backend that the browser lacks. */
  readonly hasGpu: boolean;
  readonly onState: (state: ImportState) => void;
  readonly onChanged: () => void;
  /** An engine ran a model: the files that it used are worth keeping for when there is no network. */
  readonly onRan: (engine: EngineId, addresses: readonly string[]) => void;
}

/** Bringing a model, and the list of those that are here. */
export interface Imports extends ShelfVerbs {
  readonly store: StoreApi<ImportState>;
  /** Reads files as one model and tries it. */
  take(files: readonly GivenFile[], from: BroughtFrom, labels?: GivenFile): void;
  /** Labels that belong to the model at hand. */
  setLabels(labels: GivenFile): void;
  /** Makes a change of the file that the doctor offers. */
  repair(repair: NonNullable<ExamineModel["repair"]>): void;
  /** Corrects the card; the preview follows. */
  change(card: ModelCard): void;
  /** Changes what the card says and the preview does not show: its name. */
  rewrite(card: ModelCard): void;
  setDecoder(decoder: CardDecoder): void;
  setPicture(picture: File | null): void;
  accept(): Promise<ModelCard | undefined>;
  cancel(): void;
}

/** Creates the bringing of models. Every reading and every trial has a worker of its own. */
export function createImports(parts: ImportParts): Imports {
  const store = createStore<ImportState>(() => ({ at: "idle" }));
  store.subscribe(parts.onState);
  let turn = new AbortController();
  let previewTurn = new AbortController();
  let previewWorker: OwnWorker | undefined;
  /** The true shapes of the outputs, as the first run told them. */
  let trial: ModelTrial | undefined;

  const proposed = (): (ImportState & { at: "proposed" }) | undefined => {
    const state = store.getState();
    return state.at === "proposed" ? state : undefined;
  };
  const update = (
    change: Partial<Proposed & { saving: boolean; error: AppError | null }>,
  ): void => {
    const state = proposed();
    if (state) store.setState({ ...state, ...change }, true);
  };
  const setPreview = (preview: Preview): void => {
    const before = proposed()?.preview;
    if (before?.at === "shown") before.shown.close();
    update({ preview });
  };
  const setRow = (at: number, step: TrialStep): void =>
    update({
      trials: proposed()?.trials.map((row, index) => (index === at ? { ...row, step } : row)) ?? [],
    });
  const closeAll = (): void => {
    turn.abort();
    previewTurn.abort();
    previewWorker?.close();
    previewWorker = undefined;
    trial = undefined;
    setPreview({ at: "none" });
  };

  const read = async (
    request: ExamineModel,
    from: BroughtFrom,
    picture: File | null,
  ): Promise<void> => {
    closeAll();
    turn = new AbortController();
    const { signal } = turn;
    const name = request.files[0]?.name ?? "";
    store.setState({ at: "reading", name }, true);
    try {
      const examined = await askOnce(
        parts,
        readLimitMs,
        (client, inner) => client.call("examineModel", request, { signal: inner }),
        signal,
      );
      if (signal.aborted) return;
      if (!examined.card) {
        const reason = "no input looks like a picture";
        throw new AppError("model-refused", { code: "no-picture-input", file: name, reason });
      }
      store.setState(
        {
          at: "proposed",
          given: request.files,
          from: examined.packed?.from ?? from,
          examined,
          card: examined.card,
          trials: rowsOf(examined, parts.hasGpu),
          preview: { at: "running" },
          picture,
          saving: false,
          error: null,
        },
        true,
      );
      await tryAll(signal);
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      store.setState({ at: "refused", name, error: asRefusal(error, name) }, true);
    }
  };

  /** One engine after the other, each in a worker of its own; the first that runs it shows the preview. */
  const tryAll = async (signal: AbortSignal): Promise<void> => {
    trial = undefined;
    for (const [at, row] of (proposed()?.trials ?? []).entries()) {
      if (row.step.at !== "waiting") continue;
      const state = proposed();
      if (!state || signal.aborted) return;
      setRow(at, { at: "running" });
      try {
        const { card } = state;
        const ran = await runOne(row, state, signal);
        if (signal.aborted) return ran.shown.close();
        parts.onRan(row.engine, ran.addresses);
        setRow(at, stepOf(ran, trial));
        if (trial) ran.shown.close();
        else {
          trial = ran;
          const now = proposed();
          if (now?.card === card) setPreview({ at: "shown", shown: ran.shown, result: ran.result });
          else void refresh();
        }
      } catch (error) {
        if (isAbort(error) || signal.aborted) return;
        setRow(at, { at: "failed", reason: failureWords(error) });
        // Of several that failed, the first one's reason tells the most.
        const told = proposed()?.preview.at === "failed";
        if (!trial && !told) setPreview({ at: "failed", error: asAppError(error) });
      }
    }
    if (!trial && proposed()?.preview.at === "running") setPreview({ at: "none" });
  };
  const runOne = (row: TrialRow, state: Proposed, signal: AbortSignal): Promise<ModelTrial> =>
    askOnce(
      parts,
      tryLimitMs,
      (client, inner) => client.call("tryModel", trialOf(row, state), { signal: inner }),
      signal,
    );

  /** Shows what the card as it stands now finds, on an engine that ran the model. */
  const refresh = async (): Promise<void> => {
    previewTurn.abort();
    previewTurn = new AbortController();
    const { signal } = previewTurn;
    const state = proposed();
    const row = state && rowToShow(state.trials);
    if (!row) return;
    setPreview({ at: "running" });
    if (!previewWorker?.isOpen()) previewWorker = openOwnWorker(parts);
    const worker = previewWorker;
    try {
      const ran = await worker.ask(
        tryLimitMs,
        (client, inner) => client.call("tryModel", trialOf(row, state), { signal: inner }),
        signal,
      );
      if (signal.aborted) return ran.shown.close();
      trial = ran;
      setRow(state.trials.indexOf(row), stepOf(ran, undefined));
      setPreview({ at: "shown", shown: ran.shown, result: ran.result });
    } catch (error) {
      // What failed once may have left the engine in any state.
      worker.close();
      if (isAbort(error) || signal.aborted) return;
      setPreview({ at: "failed", error: asAppError(error) });
    }
  };
  const change = (card: ModelCard): void => {
    if (!proposed()) return;
    update({ card, error: null });
    void refresh();
  };

  return {
    store,
    take: (files, from, labels) => void read({ files, ...(labels && { labels }) }, from, null),
    setLabels(labels) {
      const state = proposed();
      if (state) void read({ files: state.given, labels }, state.from, state.picture);
    },
    repair(repair) {
      const state = proposed();
      if (state) void read({ files: state.given, repair }, state.from, state.picture);
    },
    change,
    rewrite: (card) => update({ card }),
    setDecoder(decoder) {
      const state = proposed();
      if (state) change(withDecoder(state.card, decoder, state.examined.outputs));
    },
    setPicture(picture) {
      update({ picture });
      void refresh();
    },
    async accept() {
      const state = proposed();
      if (!state || state.saving) return undefined;
      const card: ModelCard = {
        ...state.card,
        outputs: outputsSeen(state.card, trial),
      };
      update({ saving: true, error: null });
      try {
        const { examined, from } = state;
        const measure = measureOf(state.trials);
        const request = { card, files: examined.files, from, measure };
        const kept = await askOnce(parts, storeLimitMs, (client) =>
          client.call("acceptModel", request),
        );
        closeAll();
        const last: Proposed = { ...state, preview: { at: "none" } };
        store.setState({ at: "ready", card: kept.card, last }, true);
        parts.onChanged();
        return kept.card;
      } catch (error) {
        update({ saving: false, error: asAppError(error) });
        return undefined;
      }
    },
    cancel() {
      closeAll();
      store.setState({ at: "idle" }, true);
    },
    ...createShelfVerbs(parts),
  };
}

/** What a trial of the card as it stands asks of a worker. */
function trialOf(
  { engine, backend }: TrialRow,
  { card, examined: { files }, picture }: Proposed,
): TryModel {
  const shownSide = Math.min(shownSideAtMost, globalThis.innerWidth ?? shownSideAtMost);
  const size = { side: previewSide, shownSide };
  return { card, files, engine, backend, ...size, ...(picture && { picture }) };
}
