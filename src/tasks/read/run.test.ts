import { describe, expect, it } from "vitest";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { runner } from "./run.ts";
import { read } from "./task.ts";

/** A model that must not be asked: nothing here is read by it. */
const unasked = (): never => {
  throw new Error("asked");
};
const model = { card: { input: {} }, outputs: [], run: unasked } as unknown as RunnerModel;
const all = { finder: model, orienter: model, recogniser: model };

// What is read is tested in reader.test.ts, by the networks themselves.
describe("the runner", () => {
  it("needs exactly the models that the task names", () => {
    expect(Object.keys(all).sort()).toEqual(Object.keys(read.models).sort());
    expect(runner.begin(all, "still")).toHaveProperty("run");
  });

  it.each(Object.keys(all))("refuses to begin without its %s", (role) => {
    const models = Object.fromEntries(Object.entries(all).filter(([name]) => name !== role));
    expect(() => runner.begin(models as typeof all, "live")).toThrow(/internal/);
  });

  it("lets what a model throws through", async () => {
    const frame = {
      info: { width: 64, height: 48, timestampMs: 0 },
      fit: () => Promise.reject(new Error("the GPU device was lost")),
    } satisfies RunnerFrame;
    const run = runner.begin(all, "live");
    await expect(run.run(frame, read.options)).rejects.toThrow("the GPU device was lost");
  });
});
