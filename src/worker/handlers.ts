import { cardById, proofs } from "#models";
import {
  type Allowed,
  type Calls,
  type Events,
  type Handlers,
  handOver,
  type Server,
  type StoredFile,
} from "#protocol";
import { AppError, toPlainError } from "#shared";
import { type Store, threadStore } from "#store";
import { createBenchHandlers } from "./bench/handlers.ts";
import { checkDevice } from "./check-device.ts";
import { createPictureCopier } from "./copy-picture.ts";
import { engineEntries } from "./engines/list.ts";
import { createExports } from "./export-files.ts";
import { createFrameStats } from "./frame-stats.ts";
import { createGuard, nameLoss } from "./guard.ts";
import { createImportHandlers, findBroughtCard, rememberUse } from "./import/handlers.ts";
import { keptProofs } from "./kept-proofs.ts";
import { keptTunings } from "./kept-tunings.ts";
import { type LoadParts, load } from "./load.ts";
import { createLoadAhead, type LoadAhead } from "./load-ahead.ts";
import { createMedia } from "./media/handlers.ts";
import { heldMemory } from "./memory-census.ts";
import { fetchFiles } from "./model-files.ts";
import { createOverlay } from "./overlay.ts";
import { createPictures } from "./pictures.ts";
import { createPipeline } from "./pipeline.ts";
import { policyHolds } from "./policy-holds.ts";
import { createPreprocess } from "./preprocess/create.ts";
import { knownBackends, probeBackend } from "./probe.ts";
import { createResultEvents } from "./result-events.ts";
import { savesBytes } from "./saves-bytes.ts";
import { isEngineKept, missingFiles } from "./stored-candidates.ts";
import { runnerOf } from "./task-parts.ts";
import { createTaskSession } from "./task-session.ts";
import { type ActiveSession, createTuner } from "./tuner.ts";

type Emit = Server<Events>["emit"];

/** What the page can ask of the worker, and what is begun before it asks. */
export interface WorkerParts {
  readonly handlers: Handlers<Calls>;
  readonly ahead: LoadAhead;
}

/** Wires the worker's parts to the calls of the page. */
export function createHandlers(emit: Emit): WorkerParts {
  const stats = createFrameStats();
  const overlay = createOverlay((bitmap) => emit("overlay", { bitmap }, [bitmap]));
  const media = createMedia({
    session: () => active?.session,
    shown: () => pipeline.shown() ?? pictures.shown(),
  });
  const pipeline = createPipeline({
    stats,
    results: createResultEvents((result) => emit("result", result)),
    show: (shown) => overlay.show(shown),
    onFrame: media.onFrame,
    copyPicture: createPictureCopier(),
    onSourceEnded: (reason) => emit("sourceEnded", { reason }),
    onFailed,
  });
  const pictures = createPictures({
    session: () => active?.session ?? null,
    counts: stats.counts,
    prepare: overlay.prepare,
    show: overlay.show,
    onFailed,
  });
  const parts: LoadParts = {
    engines: engineEntries,
    cardById: async (id) => cardById(id) ?? (await findBroughtCard(id, withStore)),
    probe: probeBackend,
    proofs: keptProofs,
    fetchFiles: (files, options) =>
      fetchFiles(files, {
        ...options,
        onTrouble(kind) {
          options.onTrouble?.(kind);
          emit("trouble", { kind });
        },
      }),
    onProgress(progress) {
      if (!ahead.isUnasked()) emit("progress", progress);
    },
    onAttempt(latest) {
      attempt = latest;
      emit("attempt", latest);
    },
    onStarted: ({ entry, backend }) => void keptTunings.started({ engine: entry.id, backend }),
    measured: (card) => keptTunings.rows(card, null),
    savesBytes,
    missingFiles,
    isEngineKept: (on) => isEngineKept(on, keptTunings),
    async isStored(card, { variant, entry, backend }) {
      const missing = missingFiles(card, variant);
      const isKept = await parts.isEngineKept({ engine: entry.id, backend });
      return isKept && (await missing).length === 0;
    },
  };
  let active: ActiveSession | undefined;
  let hasFailed = false;
  let attempt: Events["attempt"] | undefined;
  let allowed: Allowed = {};
  let loading: Promise<unknown> = Promise.resolve();
  /** One load at a time: an engine's state belongs to the whole worker. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = loading.then(work);
    loading = turn.catch(() => {});
    return turn;
  };
  const tuner = createTuner({
    ...parts,
    tunings: keptTunings,
    active: () => active,
    update(changed) {
      active = changed;
      guard.ready(changed);
    },
    pipeline,
    counts: stats.counts,
    inTurn,
  });

  const guard = createGuard({
    active: () => active,
    pipeline,
    onFailed,
    onTrouble: (trouble) => emit("trouble", trouble),
  });

  /** The session is not used again; the page opens another worker. */
  function onFailed(error: unknown): void {
    // The first failure is told: what fails after it comes of it.
    if (hasFailed) return;
    hasFailed = true;
    const failed = active;
    void unload();
    void nameLoss(failed, error).then((cause) => emit("failed", toPlainError(cause)));
  }

  const loadNow: Handlers<Calls>["load"] = (request, signal) =>
    inTurn(async () => {
      signal.throwIfAborted();
      allowed = request.allowed;
      await unload();
      // The task's own code travels while its models do.
      const code = Promise.all([runnerOf(request.task), overlay.prepare(request.task)]);
      code.catch(() => {});
      const { models, running, report } = await load(request, parts, signal);
      const [runner] = await code.catch((error) => {
        for (const { session } of Object.values(models)) session.dispose();
        throw error;
      });
      const session = createTaskSession(
        request.task,
        runner,
        models,
        createPreprocess,
        stats.runs.add,
      );
      active = { session, report, running };
      tuner.loaded(active, models);
      guard.ready(active);
      pipeline.use(session);
      if (!cardById(report.model)) void rememberUse(report, withStore);
      return report;
    });
  const ahead = createLoadAhead(loadNow, () => {
    // For whoever measures the start.
    performance.mark("localens:load-ahead");
    if (attempt?.state === "started") emit("attempt", attempt);
  });

  async function unload(): Promise<void> {
    const before = active;
    active = undefined;
    pipeline.use(null);
    await before?.session.dispose();
  }

  const handlers: Handlers<Calls> = {
    ...media.handlers,
    ...createImportHandlers({ ...parts, withStore }),
    ...createExports(pictures),
    ...tuner.handlers,
    ...guard.handlers,
    ...createBenchHandlers(parts),
    load(request, signal) {
      tuner.giveUp();
      return ahead.take(request, signal) ?? loadNow(request, signal);
    },
    async unload() {
      tuner.giveUp();
      ahead.drop();
      await unload();
      await pictures.show(null);
      return undefined;
    },
    async attachSource(source) {
      pictures.letGo();
      pipeline.attachSource(source);
      return undefined;
    },
    async detachSource() {
      pipeline.detachSource();
      return undefined;
    },
    async attachCanvas({ canvas }) {
      overlay.attach(canvas);
      return undefined;
    },
    async setView(view) {
      overlay.setView(view);
      return undefined;
    },
    async setOptions(options) {
      pictures.setOptions(options);
      await pipeline.setOptions(options);
      return undefined;
    },
    async setFrozen({ frozen }) {
      pipeline.setFrozen(frozen);
      return undefined;
    },
    async setPace({ framesPerSecond }) {
      pipeline.setPace(framesPerSecond);
      return undefined;
    },
    runPicture: pictures.run,
    showPicture: pictures.show,
    async drawPicture(request) {
      const bitmap = await pictures.draw(request);
      return handOver({ bitmap }, [bitmap]);
    },
    async letPictureGo() {
      pictures.letGo();
      return undefined;
    },
    async report() {
      // Told once it is known: no report waits for a slow GPU, and no start shares its time with one.
      if (active && allowed.backend !== "wasm") void probeBackend("webgpu");
      return {
        session: active?.report ?? null,
        ...stats.report(),
        memory: { ...heldMemory(), openFrames: stats.counts.open },
        store: await storedFiles(),
        backends: knownBackends(),
        candidates: tuner.candidates(),
        swap: tuner.swap(),
        guards: { csp: await policyHolds() },
      };
    },
    async checkDevice(on, signal) {
      const card = cardById(proofs[on.engine]);
      if (!card) throw new AppError("internal", { reason: `no model card for ${on.engine}` });
      const check = await checkDevice(on, card, parts, signal);
      const addresses = performance.getEntriesByType("resource").map(({ name }) => name);
      return { check, addresses };
    },
    async forget() {
      ahead.drop();
      await unload();
      try {
        // What a person brought comes from nowhere else: it is deleted where it is listed.
        const { clearShipped } = await import("./import/shelf.ts");
        await withStore(clearShipped);
      } catch (error) {
        // Nothing can be stored here, so there is nothing to forget.
        if (!AppError.is(error, "storage-unavailable")) throw error;
      }
      return undefined;
    },
  };
  return { handlers, ahead };
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  return work(await threadStore());
}

/** The files of the model store; none where this device refuses to store. */
async function storedFiles(): Promise<readonly StoredFile[]> {
  try {
    const files = await withStore((store) => store.models.list());
    return files.map(({ sha256, bytes, complete }) => ({ sha256, bytes, complete }));
  } catch {
    return [];
  }
}
