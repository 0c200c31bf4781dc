import { describe, expect, it, vi } from "vitest";
import type { CpuTensor, ModelCard } from "#shared";
import type { ResultOf, TaskResult } from "#tasks";
import type { TaskRunner } from "#tasks/runner";
import type { Session } from "./engines/engine.ts";
import type { FrameImage } from "./preprocess/preprocess.ts";
import { createTaskSession } from "./task-session.ts";

const card = { input: { name: "images", width: 2, height: 2 } } as ModelCard;
const image = {} as FrameImage;
const options = { minScore: 0.4, classes: [] };
const toSource = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

function tensor(...values: readonly number[]): CpuTensor {
  const data = Float32Array.from(values);
  return { place: "cpu", name: "images", shape: [1, values.length], dtype: "float32", data };
}

/** One detection a frame: its score is the session's answer, its track the number of frames so far. */
const runner = {
  begin: ({ finder }) => {
    let frames = 0;
    return {
      async run(frame) {
        frames += 1;
        const { tensor } = await frame.fit(card.input);
        const score = (await finder?.run(tensor))?.[0]?.data[0] ?? 0;
        const box = [0, 0, 1, 1] as const;
        const found = { label: "thing", classId: 0, score, box, trackId: frames };
        return { task: "detect", frame: frame.info, detections: [found] };
      },
    };
  },
} satisfies TaskRunner<"detect">;

/** A session that always answers the same, once the test lets it. */
function sessionOf(answer: number, change: Partial<Session> = {}) {
  let open: () => void = () => {};
  let gate: Promise<void> = Promise.resolve();
  const session: Session = {
    inputs: [],
    outputs: [],
    place: "cpu",
    threads: 1,
    build: "test",
    async run() {
      await gate;
      return [tensor(answer)];
    },
    dispose: vi.fn(),
    ...change,
  };
  return {
    session,
    shut() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    open: () => open(),
  };
}

function prepare(first: Session, like: typeof runner = runner) {
  const disposed: string[] = [];
  const made: string[] = [];
  const task = createTaskSession(
    "detect",
    like,
    { finder: { card, session: first } },
    (input, at) => {
      made.push(at.place);
      return {
        path: at.place,
        input,
        fit: () => ({ tensor: tensor(0), toSource }),
        dispose: () => void disposed.push(at.place),
      };
    },
  );
  let info = { width: 2, height: 2, timestampMs: 0 };
  const frame = async () => {
    info = { ...info, timestampMs: info.timestampMs + 10 };
    const { result } = await task.run(image, info, options, "live");
    return result.task === "detect"
      ? { at: result.frame.timestampMs, by: result.detections[0] }
      : undefined;
  };
  return { task, frame, made, disposed, last: () => info };
}

describe("replacing the session of a task", () => {
  it("lets each frame be answered by one of the two, none twice, and keeps the tracks", async () => {
    const [first, second] = [sessionOf(0.5), sessionOf(0.75)];
    const { task, frame } = prepare(first.session);
    const replaced = vi.fn();
    const frames = [frame(), frame()];
    const swap = task.replace("finder", second.session, replaced);
    frames.push(frame(), frame());
    const answers = await Promise.all(frames);
    await swap;
    expect(answers.map((answer) => answer?.at)).toEqual([10, 20, 30, 40]);
    expect(answers.map((answer) => answer?.by?.score)).toEqual([0.5, 0.5, 0.75, 0.75]);
    expect(answers.map((answer) => answer?.by?.trackId)).toEqual([1, 2, 3, 4]);
    expect(replaced).toHaveBeenCalledTimes(1);
  });

  it("waits for the frame that is being worked on before it frees its session", async () => {
    const [first, second] = [sessionOf(0.5), sessionOf(0.75)];
    const { task, frame } = prepare(first.session);
    first.shut();
    const running = frame();
    const swap = task.replace("finder", second.session);
    await Promise.resolve();
    expect(first.session.dispose).not.toHaveBeenCalled();
    first.open();
    expect((await running)?.by?.score).toBe(0.5);
    await swap;
    expect(first.session.dispose).toHaveBeenCalledTimes(1);
  });

  it("makes the input anew where the other session reads it elsewhere", async () => {
    const onGpu = sessionOf(0.75, { place: "gpu" });
    const { task, frame, made, disposed } = prepare(sessionOf(0.5).session);
    await frame();
    await task.replace("finder", onGpu.session);
    expect((await frame())?.by).toMatchObject({ score: 0.75, trackId: 2 });
    expect(made).toEqual(["cpu", "gpu"]);
    expect(disposed).toEqual(["cpu"]);
  });

  it("begins the live run anew where that looked for a GPU and another is there", async () => {
    const onGpu = sessionOf(0.75, { place: "gpu" });
    const looking = {
      begin: (models) => {
        void models.finder?.gpu;
        return runner.begin(models);
      },
    } satisfies TaskRunner<"detect">;
    const { task, frame } = prepare(sessionOf(0.5).session, looking);
    await frame();
    await task.replace("finder", onGpu.session);
    expect((await frame())?.by).toMatchObject({ score: 0.75, trackId: 1 });
  });

  it("answers no standing frame again from a session that is gone", async () => {
    const { task, frame, last } = prepare(sessionOf(0.5).session);
    await frame();
    expect(await task.again(options, last())).toBeDefined();
    await task.replace("finder", sessionOf(0.75).session);
    expect(await task.again(options, last())).toBeUndefined();
  });

  it("answers no frame again once another ran", async () => {
    const { task, frame, last } = prepare(sessionOf(0.5).session);
    await frame();
    const first = last();
    await frame();
    expect(await task.again(options, first)).toBeUndefined();
    expect(await task.again(options, last())).toBeDefined();
  });

  it("makes each model's input where that model computes, though their inputs have one name", async () => {
    const made: string[] = [];
    const second: ModelCard = { ...card, id: "second", input: { ...card.input, width: 3 } };
    const both = {
      begin: () => ({
        async run(frame) {
          await frame.fit(card.input);
          await frame.fit(second.input);
          return { task: "detect", frame: frame.info, detections: [] };
        },
      }),
    } satisfies TaskRunner<"detect">;
    const task = createTaskSession(
      "detect",
      both,
      {
        finder: { card, session: sessionOf(0.5, { place: "gpu" }).session },
        reader: { card: second, session: sessionOf(0.5).session },
      },
      (input, at) => {
        made.push(`${input.width} ${at.place}`);
        return {
          path: at.place,
          input,
          fit: () => ({ tensor: tensor(0), toSource }),
          dispose: () => {},
        };
      },
    );
    await task.run(image, { width: 2, height: 2, timestampMs: 0 }, options, "live");
    expect(made).toEqual([`${card.input.width} gpu`, "3 cpu"]);
  });

  it("frees what comes too late", async () => {
    const late = sessionOf(0.75);
    const { task } = prepare(sessionOf(0.5).session);
    const replaced = vi.fn();
    await task.dispose();
    await task.replace("finder", late.session, replaced);
    expect(late.session.dispose).toHaveBeenCalledTimes(1);
    expect(replaced).not.toHaveBeenCalled();
  });
});

describe("beginning a live run anew", () => {
  it("hands it what was told before, once, and only of the same task", async () => {
    const before: (TaskResult | undefined)[] = [];
    const noting = {
      begin: (models, _mode, told?: ResultOf<"detect">) => {
        before.push(told);
        return runner.begin(models);
      },
    } satisfies TaskRunner<"detect">;
    const { task, frame } = prepare(sessionOf(0.5).session, noting as typeof runner);
    const frameInfo = { width: 2, height: 2, timestampMs: 5 };
    const told = { task: "detect", frame: frameInfo, detections: [] } as const;
    task.restart(told);
    await frame();
    await frame();
    task.restart();
    await frame();
    task.restart({ task: "faces", frame: frameInfo, faces: [] });
    await frame();
    expect(before).toEqual([told, undefined, undefined]);
  });
});
