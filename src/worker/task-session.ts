import type { InputSpec, ModelCard, Region } from "#shared";
import type { FrameInfo, OptionsOf, TaskId, TaskResult } from "#tasks";
import type {
  FittedFrame,
  FrameTensor,
  GpuModel,
  Mode,
  RunnerFrame,
  RunnerModel,
  TaskRun,
  TaskRunner,
} from "#tasks/runner";
import type { GpuRuns, Session, Tensor } from "./engines/engine.ts";
import type { FrameImage, Preprocess } from "./preprocess/preprocess.ts";
import { runSoundly } from "./sound-run.ts";

/** A session with the card of its model. */
export interface LoadedModel {
  readonly card: ModelCard;
  readonly session: Session;
}

/** What a run took, in milliseconds. */
export interface RunTimes {
  readonly preprocessMs: number;
  readonly inferMs: number;
  /** The rest of the task's run. */
  readonly decodeMs: number;
}

/** A result and what it took. */
export interface TimedResult {
  readonly result: TaskResult;
  readonly times: RunTimes;
}

/** A task made ready: its models and its runner. Runs one frame at a time, in the order of the calls. */
export interface TaskSession {
  readonly task: TaskId;
  /**
   * Forgets earlier frames: the next live frame begins a new run, which counts on from `before` where that
   * is a result of this task.
   */
  restart(before?: TaskResult): void;
  run(
    image: FrameImage,
    info: FrameInfo,
    options: OptionsOf<TaskId>,
    mode: Mode,
  ): Promise<TimedResult>;
  /**
   * Decodes the last frame again, standing alone, from the models' last answers, as new options want it.
   * Undefined where those are gone: another frame ran since, or a model was run more than once for this one.
   * @param of the frame as `run` was given it: the very object
   */
  again(options: OptionsOf<TaskId>, of: FrameInfo): Promise<TaskResult | undefined>;
  /**
   * Lets another session of a role's model answer from the next run on, between two frames, and frees the
   * one before. What the live run remembers (tracks, counts) stays, unless it depends on where it computes.
   * `onReplaced` is told before any other frame runs.
   */
  replace(role: string, session: Session, onReplaced?: () => void): Promise<void>;
  /**
   * Puts the golden vectors to the sessions once more, between two frames.
   * @throws AppError `golden-mismatch`; what the sessions throw
   */
  proveAgain(): Promise<void>;
  /** The sessions that answer now. */
  sessions(): readonly Session[];
  /** Frees the sessions once nothing runs. */
  dispose(): Promise<void>;
}

/**
 * Brings a task's runner and its loaded models (by role) together. `onRun` is told of each run on the CPU what
 * ran on which shape, and how long.
 */
export function createTaskSession(
  task: TaskId,
  runner: TaskRunner<TaskId>,
  models: Readonly<Record<string, LoadedModel>>,
  createPreprocess: (
    input: InputSpec,
    session: Pick<Session, "place">,
  ) => Preprocess | Promise<Preprocess>,
  onRun?: (of: string, ms: number) => void,
): TaskSession {
  const preprocesses = new Map<InputSpec, Preprocess>();
  /** What the last frame was fitted to; undefined where a second region overwrote the first. */
  const fits = new Map<InputSpec, FittedFrame | undefined>();
  let preprocessMs = 0;
  let inferMs = 0;
  let replaying = false;
  let live: TaskRun<TaskId> | undefined;
  let toldBefore: TaskResult | undefined;
  let last: FrameInfo | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  /** The session of each role, which may be replaced between two runs. */
  const current = new Map(Object.entries(models));
  let disposed = false;
  /** A runner that looked for a GPU does its work in another way without one. */
  let gpuWasLookedFor = false;

  const runnerModels = Object.fromEntries(
    Object.entries(models).map(([role, model]) => [role, timed(role, model)]),
  );

  function timed(role: string, { card, session: first }: LoadedModel): RunnerModel {
    const sessionNow = (): Session => current.get(role)?.session ?? first;
    const run = remembering(
      (given: Tensor) => runSoundly(sessionNow(), given),
      ({ shape }, ms) => onRun?.(`${role} ${shape.join("×")}`, ms),
    );
    const gpuModels = new WeakMap<GpuRuns, GpuModel>();
    return {
      card,
      get outputs() {
        return sessionNow().outputs;
      },
      run,
      get gpu() {
        gpuWasLookedFor = true;
        const { gpu } = sessionNow();
        if (!gpu) return undefined;
        const known = gpuModels.get(gpu);
        if (known) return known;
        const made = { device: gpu.device, run: remembering((given: Tensor) => gpu.run([given])) };
        gpuModels.set(gpu, made);
        return made;
      },
    };
  }

  /** Runs, or answers again with what was answered last while the last frame is decoded anew. */
  function remembering<T>(
    runOnce: (input: Tensor) => Promise<readonly T[]>,
    tell?: (input: Tensor, ms: number) => void,
  ): (input: FrameTensor) => Promise<readonly T[]> {
    let input: FrameTensor | undefined;
    let answers: readonly T[] | undefined;
    return async (tensor) => {
      if (replaying && answers && tensor === input) return answers;
      const start = performance.now();
      if (!holdsValues(tensor)) throw new Error(`${tensor.name} was not made by this session`);
      answers = await runOnce(tensor);
      input = tensor;
      const ms = performance.now() - start;
      inferMs += ms;
      tell?.(tensor, ms);
      return answers;
    };
  }

  async function fitFrame(
    image: FrameImage,
    info: FrameInfo,
    input: InputSpec,
    region?: Region,
  ): Promise<FittedFrame> {
    const start = performance.now();
    let preprocess = preprocesses.get(input);
    if (!preprocess) {
      // A runner may ask for another size than the card's, and the name stays; models may share a name.
      const all = [...current.values()];
      const model =
        all.find(({ card }) => card.input === input) ??
        all.find(({ card }) => card.input.name === input.name);
      preprocess = await createPreprocess(input, model?.session ?? { place: "cpu" });
      preprocesses.set(input, preprocess);
    }
    const fitted = await preprocess.fit(image, info, region);
    fits.set(input, region || fits.has(input) ? undefined : fitted);
    preprocessMs += performance.now() - start;
    return fitted;
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  }

  return {
    task,
    restart(before) {
      live = undefined;
      toldBefore = before?.task === task ? before : undefined;
    },
    run(image, info, options, mode) {
      return inTurn(async () => {
        const start = performance.now();
        preprocessMs = 0;
        inferMs = 0;
        fits.clear();
        last = undefined;
        if (mode === "live" && !live) {
          live = runner.begin(runnerModels, mode, toldBefore);
          toldBefore = undefined;
        }
        const run = mode === "live" && live ? live : runner.begin(runnerModels, mode);
        const frame: RunnerFrame = {
          info,
          fit: (input, region) => fitFrame(image, info, input, region),
        };
        const result = await run.run(frame, options);
        last = info;
        const decodeMs = performance.now() - start - preprocessMs - inferMs;
        return { result, times: { preprocessMs, inferMs, decodeMs } };
      });
    },
    again(options, info) {
      return inTurn(async () => {
        if (info !== last || [...fits.values()].includes(undefined)) return undefined;
        replaying = true;
        try {
          // Alone, not as one more frame of the live run: its tracks would outlive a class left out.
          const run = runner.begin(runnerModels, "still");
          return await run.run({ info, fit: remembered }, options);
        } finally {
          replaying = false;
        }
      });
    },
    async replace(role, session, onReplaced) {
      await inTurn(async () => {
        const before = current.get(role);
        if (disposed || !before) {
          session.dispose();
          return;
        }
        current.set(role, { card: before.card, session });
        // What the last frame was answered with is gone with the session that answered.
        last = undefined;
        if (before.session.place !== session.place) {
          forgetPreprocess(before.card.input.name);
          if (gpuWasLookedFor) live = undefined;
        }
        before.session.dispose();
        onReplaced?.();
      });
    },
    async proveAgain() {
      await inTurn(async () => {
        last = undefined;
        for (const { session } of current.values()) await session.proveAgain?.();
      });
    },
    sessions: () => [...current.values()].map(({ session }) => session),
    async dispose() {
      await inTurn(async () => {
        last = undefined;
        disposed = true;
        for (const { session } of current.values()) session.dispose();
        for (const preprocess of preprocesses.values()) preprocess.dispose();
        preprocesses.clear();
      });
    },
  };

  /** The inputs of a model are made anew, where its session now reads them. */
  function forgetPreprocess(name: string): void {
    for (const [input, preprocess] of preprocesses) {
      if (input.name !== name) continue;
      preprocess.dispose();
      preprocesses.delete(input);
    }
  }

  function remembered(input: InputSpec): FittedFrame {
    const fitted = fits.get(input);
    if (!fitted) throw new Error(`the last frame was not fitted to ${input.name}`);
    return fitted;
  }
}

function holdsValues(tensor: FrameTensor): tensor is Tensor {
  return "data" in tensor || "buffer" in tensor;
}
