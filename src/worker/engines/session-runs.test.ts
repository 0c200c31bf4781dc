import { describe, expect, it } from "vitest";
import type { TensorSpec } from "#shared";
import { createFailures } from "./failures.ts";
import { createSessionRuns, type SessionRuns } from "./session-runs.ts";

const spec: TensorSpec = { name: "mask", shape: [1], dtype: "float32" };

/** A library whose outputs are numbers; it notes which of them are still held. */
function libraryRuns(answers: readonly (readonly number[] | Error)[]): {
  readonly runs: SessionRuns;
  readonly held: Set<number>;
} {
  const held = new Set<number>();
  const left = [...answers];
  const failures = createFailures("litert", async () => undefined)("wasm");
  const runs = createSessionRuns<number>(
    {
      async answer() {
        const outputs = left.shift() ?? [];
        if (outputs instanceof Error) throw outputs;
        for (const output of outputs) held.add(output);
        return outputs;
      },
      async read(output) {
        if (!held.has(output)) throw new Error("read after it was freed");
        return { place: "cpu", ...spec, dtype: "float32", data: Float32Array.of(output) };
      },
      locate: () => ({ place: "gpu", ...spec, dtype: "float32", buffer: {} as GPUBuffer }),
      free: (output) => held.delete(output),
    },
    [spec],
    failures,
  );
  return { runs, held };
}

describe("the runs of a session", () => {
  it("free an output once it was read", async () => {
    const { runs, held } = libraryRuns([[7]]);
    expect((await runs.run([]))[0]?.data).toEqual(Float32Array.of(7));
    expect([...held]).toEqual([]);
  });

  it("keep an output on the GPU until the next run, and until the end", async () => {
    const { runs, held } = libraryRuns([[1], [2]]);
    await runs.runOnGpu([]);
    expect([...held]).toEqual([1]);
    await runs.runOnGpu([]);
    expect([...held]).toEqual([2]);
    expect([runs.end(), runs.end()]).toEqual([true, false]);
    expect([...held]).toEqual([]);
    await expect(runs.run([])).rejects.toMatchObject({ code: "internal" });
  });

  it.each([
    ["threw", new Error("out of memory"), "out of memory"],
    ["gave too little", [], "the model did not answer with mask"],
  ])("give up the backend after its library %s", async (_, answer, reason) => {
    const { runs } = libraryRuns([answer, [3]]);
    const failure = { code: "engine-failed", details: { engine: "litert", reason } };
    await expect(runs.run([])).rejects.toMatchObject(failure);
    await expect(runs.run([])).rejects.toMatchObject(failure);
  });
});
