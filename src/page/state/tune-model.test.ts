import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CandidateRow, ModelTunePlan, OpenedCandidate, TuneCandidate } from "#protocol";
import { AppError } from "#shared";
import { pageClock } from "./clock.ts";
import { type TunerParts, tuneModel } from "./tune-model.ts";
import type { OpenLink } from "./worker-link.ts";

type Engine = TuneCandidate["engine"];

function candidate(engine: Engine, threads = 1): TuneCandidate {
  return { model: "m", variant: engine, engine, backend: "wasm", threads };
}

/** How a candidate behaves in its worker. */
interface Behaviour {
  readonly ms?: number;
  readonly open?: "wrong" | "offline" | "hangs" | "crashes";
  readonly run?: "fails" | "crashes";
}

const keyOf = ({ engine, threads }: TuneCandidate): string => `${engine} ${threads}`;

function prepare(behaviours: Readonly<Record<string, Behaviour>>, live = true) {
  const opened: string[] = [];
  const openNow = new Set<string>();
  let mostOpen = 0;
  const log: string[] = [];
  const kept: CandidateRow[] = [];
  const marks = new Set<string>();
  const files: string[] = [];

  const openLink: OpenLink = (listeners, onCrash) => {
    const beats = setInterval(() => listeners.heartbeat(undefined), 500);
    let mine: TuneCandidate | undefined;
    const rejects = new Set<(error: unknown) => void>();
    const answer = async (name: string, params: unknown): Promise<unknown> => {
      if (name === "openCandidate") {
        mine = params as TuneCandidate;
        opened.push(keyOf(mine));
        marks.add(keyOf(mine));
        openNow.add(keyOf(mine));
        mostOpen = Math.max(mostOpen, openNow.size);
        const { ms = 10, open } = behaviours[keyOf(mine)] ?? {};
        if (open === "hangs") await new Promise(() => {});
        if (open === "crashes") {
          onCrash("out of memory");
          await new Promise(() => {});
        }
        if (open === "offline") {
          throw new AppError("offline", { url: "/x", receivedBytes: 0, totalBytes: 1 });
        }
        if (open === "wrong") {
          const { engine, backend } = mine;
          const details = { engine, backend, output: "means", worst: 1, tolerance: 0.1 };
          throw new AppError("golden-mismatch", details);
        }
        const told: OpenedCandidate = {
          threads: mine.threads,
          startMs: 100,
          warmMs: ms,
          addresses: [`/engines/${mine.engine}/file.wasm`],
        };
        return told;
      }
      if (!mine) throw new Error("nothing was opened");
      const { ms = 10, run } = behaviours[keyOf(mine)] ?? {};
      log.push(`run ${mine.engine}`);
      if (run === "crashes") {
        onCrash("unreachable executed");
        await new Promise(() => {});
      }
      if (run === "fails") {
        const details = { engine: mine.engine, backend: mine.backend, reason: "out of bounds" };
        throw new AppError("engine-failed", details);
      }
      const { runs } = params as { runs: number };
      return Array.from({ length: runs }, () => ms);
    };
    return {
      client: {
        call: (name: string, params: unknown, options?: { signal?: AbortSignal }) =>
          new Promise((resolve, reject) => {
            rejects.add(reject);
            options?.signal?.addEventListener("abort", () =>
              reject(new DOMException("gone", "AbortError")),
            );
            answer(name, params).then(resolve, reject);
          }),
        close: (error: unknown) => {
          for (const reject of rejects) reject(error);
        },
      } as unknown as ReturnType<OpenLink>["client"],
      terminate() {
        clearInterval(beats);
        if (mine) openNow.delete(keyOf(mine));
      },
    };
  };
  const call = async (name: string, params: unknown): Promise<unknown> => {
    if (name === "keepTuning") {
      const { rows, tried } = params as { rows: CandidateRow[]; tried: TuneCandidate[] };
      kept.push(...rows);
      for (const one of tried) marks.delete(keyOf(one));
    } else log.push(name === "holdFrames" ? "hold" : name);
    return undefined;
  };
  const parts: TunerParts = {
    openLink,
    clock: pageClock,
    call: call as TunerParts["call"],
    isLive: () => live,
    mayReplace: () => true,
    keepEngine: (engine) => files.push(engine),
    onProgress: () => {},
  };
  const controller = new AbortController();
  const run = async (plan: Partial<ModelTunePlan>, asked = false): Promise<void> => {
    const whole: ModelTunePlan = {
      model: "m",
      rows: [],
      champion: null,
      ready: [],
      failed: [],
      missing: [],
      ...plan,
    };
    const request = { task: "pose", allowed: {}, refused: [] } as const;
    const wish = { request, asked, signal: controller.signal };
    const done = tuneModel(whole, wish, parts, () => {});
    done.catch(() => {});
    for (let step = 0; step < 300; step += 1) await vi.advanceTimersByTimeAsync(1_000);
    await done;
  };
  const last = (engine: Engine, threads = 1): CandidateRow | undefined =>
    kept.findLast((row) => keyOf(row) === `${engine} ${threads}`);
  return { run, opened, openNow, log, kept, marks, files, last, controller, most: () => mostOpen };
}

describe("measuring a model", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("measures every candidate, two open at a time, and leaves none open", async () => {
    const all = prepare({ "litert 1": { ms: 30 }, "tfjs 1": { ms: 25 }, "onnx 1": { ms: 40 } });
    await all.run({ ready: [candidate("litert"), candidate("tfjs"), candidate("onnx")] });
    expect(all.opened).toEqual(["litert 1", "tfjs 1", "onnx 1"]);
    expect(all.most()).toBe(2);
    expect(all.openNow.size).toBe(0);
    expect(all.marks.size).toBe(0);
    expect(
      (["litert", "tfjs", "onnx"] as const).map((engine) => all.last(engine)?.medianMs),
    ).toEqual([30, 25, 40]);
    expect(all.files).toEqual(["litert", "tfjs", "onnx"]);
  });

  it("lets no frame begin while a trial runs, and always lets them go on", async () => {
    const { run, log } = prepare({ "litert 1": { ms: 30 }, "tfjs 1": { ms: 25 } });
    await run({ ready: [candidate("litert"), candidate("tfjs")] });
    const trials = log.filter((what) => what.startsWith("run "));
    expect(trials.length).toBeGreaterThan(9);
    expect(log.join(",")).toBe(trials.map((trial) => `hold,${trial},goOn`).join(","));
  });

  it("holds nothing where nothing runs", async () => {
    const { run, log } = prepare({}, false);
    await run({ ready: [candidate("litert"), candidate("tfjs")] });
    expect(log.filter((what) => !what.startsWith("run "))).toEqual([]);
  });

  it("compares what is new with the fastest that is known", async () => {
    const { run, opened, last } = prepare({ "litert 1": { ms: 30 }, "onnx 1": { ms: 20 } });
    await run({ champion: candidate("litert"), ready: [candidate("onnx")] });
    expect(opened).toEqual(["litert 1", "onnx 1"]);
    expect(last("onnx")?.medianMs).toBe(20);
  });

  it("tries fewer threads of the fastest, as long as they help", async () => {
    const { run, opened, last } = prepare({
      "litert 8": { ms: 50 },
      "litert 4": { ms: 30 },
      "litert 2": { ms: 40 },
    });
    await run({ champion: candidate("litert", 8) });
    expect(opened).toEqual(["litert 8", "litert 4", "litert 2"]);
    expect([8, 4, 2].map((threads) => last("litert", threads)?.medianMs)).toEqual([50, 30, 40]);
  });

  it("opens nothing where there is nothing to compare, unless the person asks", async () => {
    const unasked = prepare({});
    await unasked.run({ ready: [candidate("tfjs")] });
    await unasked.run({ champion: candidate("tfjs") });
    expect(unasked.opened).toEqual([]);
    const asked = prepare({ "tfjs 1": { ms: 12 } });
    await asked.run({ ready: [candidate("tfjs")] }, true);
    expect(asked.last("tfjs")?.medianMs).toBe(12);
  });

  it("fetches what is not stored only for a person who asks", async () => {
    const missing = [{ ...candidate("onnx"), files: [], engineMissing: true }];
    const unasked = prepare({});
    await unasked.run({ ready: [candidate("tfjs"), candidate("litert")], missing });
    expect(unasked.opened).not.toContain("onnx 1");
    const asked = prepare({});
    await asked.run({ ready: [candidate("tfjs")], missing }, true);
    expect(asked.opened).toEqual(["tfjs 1", "onnx 1"]);
    expect(asked.last("onnx")).not.toHaveProperty("files");
  });

  it("tries what failed again only for a person who asks", async () => {
    const failed = [candidate("onnx")];
    const unasked = prepare({});
    await unasked.run({ ready: [candidate("tfjs"), candidate("litert")], failed });
    expect(unasked.opened).not.toContain("onnx 1");
    const asked = prepare({});
    await asked.run({ ready: [candidate("tfjs")], failed }, true);
    expect(asked.opened).toEqual(["tfjs 1", "onnx 1"]);
  });

  it.each<[string, Behaviour, string]>([
    ["answers wrongly", { open: "wrong" }, "golden-mismatch: means is off by 1, allowed is 0.1"],
    ["crashes at its start", { open: "crashes" }, "out of memory"],
    ["never starts", { open: "hangs" }, "it did not finish within 60 s"],
    ["crashes in its runs", { run: "crashes" }, "unreachable executed"],
    ["fails in its runs", { run: "fails" }, "out of bounds"],
  ])("keeps that a candidate %s, and goes on with the others", async (_, behaviour, reason) => {
    const { run, last, openNow, marks } = prepare({
      "litert 1": { ms: 30 },
      "tfjs 1": behaviour,
      "onnx 1": { ms: 20 },
    });
    await run({ ready: [candidate("litert"), candidate("tfjs"), candidate("onnx")] });
    expect(last("tfjs")).toMatchObject({ correct: false, reason });
    expect([last("litert")?.medianMs, last("onnx")?.medianMs]).toEqual([30, 20]);
    expect(openNow.size).toBe(0);
    expect(marks.size).toBe(0);
  });

  it("blames no candidate for a network that is not there", async () => {
    const { run, kept, marks } = prepare({ "tfjs 1": { open: "offline" } });
    await run({ ready: [candidate("litert"), candidate("tfjs"), candidate("onnx")] });
    expect(kept.some(({ engine }) => engine === "tfjs")).toBe(false);
    expect(kept.some(({ engine }) => engine === "onnx")).toBe(true);
    expect(marks.size).toBe(0);
  });

  it("leaves the mark of what took the worker of the frames with it, and no other", async () => {
    const { run, controller, openNow, marks } = prepare({ "onnx 1": { open: "hangs" } });
    const lost = new AppError("worker-lost", { reason: "hung", restarts: 1 });
    setTimeout(() => controller.abort(lost), 30_000);
    await expect(
      run({ ready: [candidate("litert"), candidate("tfjs"), candidate("onnx")] }),
    ).rejects.toMatchObject({ name: "AbortError" });
    expect([...marks]).toEqual(["onnx 1"]);
    expect(openNow.size).toBe(0);
  });

  it("stops when it is cancelled, closes what is open and takes its marks back", async () => {
    const { run, controller, openNow, marks, kept } = prepare({ "tfjs 1": { open: "hangs" } });
    setTimeout(() => controller.abort(), 3_000);
    await expect(
      run({ ready: [candidate("litert"), candidate("tfjs"), candidate("onnx")] }),
    ).rejects.toMatchObject({ name: "AbortError" });
    expect(openNow.size).toBe(0);
    expect(marks.size).toBe(0);
    expect(kept).toEqual([]);
  });
});
