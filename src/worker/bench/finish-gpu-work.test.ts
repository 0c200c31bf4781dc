import { describe, expect, it } from "vitest";
import type { GpuRuns, Session } from "../engines/engine.ts";
import type { Preprocess } from "../preprocess/preprocess.ts";
import { finishingFits, finishingRuns } from "./finish-gpu-work.ts";

/** A session on a GPU that finishes its work when it is told, and what happened in order. */
function onGpu() {
  const log: string[] = [];
  let finish: () => void = () => {};
  const queue = {
    onSubmittedWorkDone: () =>
      new Promise<undefined>((resolve) => {
        finish = () => {
          log.push("done");
          resolve(undefined);
        };
      }),
  };
  const session: Session = {
    inputs: [],
    outputs: [],
    place: "gpu",
    threads: 1,
    build: "some",
    run: async () => [],
    gpu: {
      device: { queue } as unknown as GPUDevice,
      async run() {
        log.push("handed over");
        return [];
      },
    },
    dispose: () => log.push("disposed"),
  };
  return { session, log, finish: () => finish() };
}

describe("a stage on a GPU", () => {
  it("lasts until the model has run", async () => {
    const { session, log, finish } = onGpu();
    const run = (finishingRuns(session).gpu as GpuRuns).run([]).then(() => log.push("answered"));
    await Promise.resolve();
    await Promise.resolve();
    finish();
    await run;
    expect(log).toEqual(["handed over", "done", "answered"]);
  });

  it("lasts until the input is made", async () => {
    const { session, log, finish } = onGpu();
    const preprocess = {
      path: "gpu",
      fit() {
        log.push("handed over");
        return {};
      },
    } as unknown as Preprocess;
    const fits = finishingFits(preprocess, session);
    const fit = Promise.resolve(fits.fit({} as ImageBitmap, { width: 1, height: 1 })).then(() =>
      log.push("fitted"),
    );
    await Promise.resolve();
    await Promise.resolve();
    finish();
    await fit;
    expect(log).toEqual(["handed over", "done", "fitted"]);
  });

  it("is left as it is on the processor", () => {
    const { gpu: _none, ...session } = onGpu().session;
    expect(finishingRuns(session)).toBe(session);
  });
});
