import type { BroughtFile, Events, ModelTrial, TryModel } from "#protocol";
import { AppError, type BackendReport, type CpuTensor, type ModelCard, type Size } from "#shared";
import { type OptionsOf, type TaskId, type TaskResult, taskById } from "#tasks";
import type { Engine, EngineEntry, Session } from "../engines/engine.ts";
import { fetchEngine } from "../fetch-engine.ts";
import { drawAnnotated } from "../media/draw-annotated.ts";
import { openPicture } from "../open-picture.ts";
import { createPreprocess } from "../preprocess/create.ts";
import { runnerOf } from "../task-parts.ts";
import { createTaskSession, type TaskSession } from "../task-session.ts";
import { variantFilesOf } from "../variant-files.ts";
import { proveBrought, trialInput } from "./brought-proof.ts";
import { outputSample } from "./output-sample.ts";
import { drawSamplePicture } from "./sample-picture.ts";

/** What a trial needs of its surroundings. */
export interface TrialParts {
  readonly engines: readonly EngineEntry[];
  probe(backend: TryModel["backend"]): Promise<BackendReport>;
  onAttempt(attempt: Events["attempt"]): void;
}

const timedRuns = { atMost: 7, withinMs: 1_500 };

/**
 * Runs a model on an engine: on a drawn input, a few times more for its speed, and as its card says on a
 * picture. The state of an engine after a model that failed is not to be trusted: the worker is to be
 * thrown away.
 * @throws AppError `engine-failed`, `bad-card`, `picture-unreadable`
 */
export async function tryModel(
  request: TryModel,
  parts: TrialParts,
  signal: AbortSignal,
): Promise<ModelTrial> {
  const { engine: id, backend } = request;
  // Files state shapes that they do not keep: the trial finds out the true ones.
  const card: ModelCard = {
    ...request.card,
    outputs: request.card.outputs.map((output) => ({ ...output, shape: [] })),
  };
  const started = await start(request, card, parts, signal);
  const { session, answers, loadMs } = started;
  try {
    const inferMs = await timeRuns(session, card, signal);
    const { result, shown } = await runOnPicture(request, card, session);
    return {
      engine: id,
      backend,
      threads: session.threads,
      loadMs,
      inferMs,
      outputs: answers.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype })),
      sample: started.sample,
      result,
      shown,
      addresses: performance.getEntriesByType("resource").map(({ name }) => name),
    };
  } finally {
    session.dispose();
  }
}

async function start(
  { engine: id, backend, files }: TryModel,
  card: ModelCard,
  { engines, probe, onAttempt }: TrialParts,
  signal: AbortSignal,
): Promise<{
  readonly session: Session;
  readonly answers: readonly CpuTensor[];
  readonly sample: readonly (readonly number[])[];
  readonly loadMs: number;
}> {
  const fail = (reason: string): AppError =>
    new AppError("engine-failed", { engine: id, backend, reason });
  const entry = engines.find((one) => one.id === id);
  const variant = card.variants.find(({ format }) => entry?.formats.includes(format));
  if (!entry || !variant) throw fail("it does not read this format");
  const probed = await probe(backend);
  if (!probed.ok) throw fail(probed.reason ?? "the probe failed");
  const engine: Engine = await fetchEngine(entry);
  const bytes = await readFiles(files);
  const input = trialInput(card);
  signal.throwIfAborted();
  onAttempt({ engine: id, backend, state: "started" });
  const startMs = performance.now();
  const session = await engine.load(
    variantFilesOf(card, variant, bytes, { input }),
    backend,
    signal,
  );
  try {
    const answers = await proveBrought(session, card, id, backend);
    const loadMs = performance.now() - startMs;
    onAttempt({ engine: id, backend, state: "settled" });
    // Copied: answers are valid only until the next run.
    return { session, answers, loadMs, sample: answers.map(outputSample) };
  } catch (error) {
    session.dispose();
    throw error;
  }
}

async function readFiles(files: readonly BroughtFile[]): Promise<ReadonlyMap<string, ArrayBuffer>> {
  const read = files.map(async ({ name, blob }) => [name, await blob.arrayBuffer()] as const);
  return new Map(await Promise.all(read));
}

async function timeRuns(session: Session, card: ModelCard, signal: AbortSignal): Promise<number> {
  const input = trialInput(card);
  const times: number[] = [];
  let spentMs = 0;
  while (times.length < timedRuns.atMost && spentMs < timedRuns.withinMs) {
    signal.throwIfAborted();
    const startMs = performance.now();
    await session.run([input]);
    times.push(performance.now() - startMs);
    spentMs += times.at(-1) ?? 0;
    // Lets the heartbeat, and an abort, through.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

async function runOnPicture(
  { picture, side, shownSide }: TryModel,
  card: ModelCard,
  session: Session,
): Promise<{ readonly result: TaskResult; readonly shown: ImageBitmap }> {
  const definition = taskById(card.task);
  if (!definition) throw new AppError("bad-card", { path: "task", reason: `no task ${card.task}` });
  const task: TaskId = definition.id;
  const options: OptionsOf<TaskId> = definition.options;
  const image = picture
    ? (await openPicture({ file: picture, name: "" })).image
    : await drawSamplePicture(task);
  const role = "brought" in definition ? definition.brought : Object.keys(definition.models)[0];
  const models = { [role ?? ""]: { card, session } };
  let taskSession: TaskSession | undefined;
  try {
    taskSession = createTaskSession(task, await runnerOf(task), models, createPreprocess);
    const info = { width: image.width, height: image.height, timestampMs: 0 };
    const { result } = await taskSession.run(image, info, options, "still");
    const size = fitted(image, side);
    const context = new OffscreenCanvas(size.width, size.height).getContext("2d");
    if (!context) throw new AppError("internal", { reason: "no 2D context for the preview" });
    const pixelRatio = Math.max(1, Math.max(size.width, size.height) / shownSide);
    await drawAnnotated(context, { image, result, options }, pixelRatio);
    return { result, shown: context.canvas.transferToImageBitmap() };
  } finally {
    image.close();
  }
}

function fitted({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
