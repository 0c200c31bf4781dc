import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCard } from "#shared";
import type { FrameInfo } from "#tasks";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { SmallFaces } from "./small-faces.ts";
import { tilesOf } from "./tiles.ts";

const card = parseCard(JSON.parse(readFileSync("models/blazeface.json", "utf8")));
const size = { width: 640, height: 480 };
const tiles = tilesOf(size, [2]);

/** Sees nothing anywhere; `looks` are the centres of the tiles that were asked about. */
function watched() {
  const looks: string[] = [];
  const finder: RunnerModel = {
    card,
    outputs: card.outputs,
    run: async () =>
      card.outputs.map(({ name, shape, dtype }) => ({
        ...{ place: "cpu" as const, name, shape, dtype: dtype as "float32" },
        data: new Float32Array(shape.reduce((all, one) => all * one, 1)).fill(-99),
      })),
  };
  const frameAt = (timestampMs: number, hurry: Partial<FrameInfo> = {}): RunnerFrame => ({
    info: { ...size, timestampMs, ...hurry },
    fit(input, region) {
      looks.push(`${region?.centerX} ${region?.centerY}`);
      return {
        tensor: { place: "cpu", name: input.name, shape: [1], dtype: input.dtype },
        toSource: { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 },
      };
    },
  });
  return { looks, models: { finder, mesher: finder }, frameAt };
}

describe("the search for small faces", () => {
  it("looks everywhere in the first frame", async () => {
    const { looks, models, frameAt } = watched();
    await new SmallFaces().search(models, frameAt(0));
    expect(new Set(looks).size).toBe(tiles.length);
  });

  it.each([5, 15, 20, 25, 30, 60])(
    "has looked everywhere again within four frames or 550 ms at %i frames a second",
    async (framesPerSecond) => {
      const { looks, models, frameAt } = watched();
      const small = new SmallFaces();
      await small.search(models, frameAt(0));
      looks.length = 0;
      const frameMs = 1000 / framesPerSecond;
      const untilMs = Math.max(tiles.length * frameMs, 550);
      for (let ms = frameMs; ms <= untilMs + 1; ms += frameMs)
        await small.search(models, frameAt(ms));
      expect(new Set(looks).size).toBe(tiles.length);
      // No frame but the first pays for more than one of them.
      expect(looks.length).toBeLessThanOrEqual(Math.ceil(untilMs / frameMs));
    },
  );

  it.each([
    ["two of three live frames", {}, 10],
    ["every other frame of a copy, for which nobody waits", { unhurried: true }, 15],
  ] as const)("leaves %s alone", async (_, hurry, most) => {
    const { looks, models, frameAt } = watched();
    const small = new SmallFaces();
    await small.search(models, frameAt(0, hurry));
    looks.length = 0;
    for (let frame = 1; frame <= 30; frame += 1) {
      await small.search(models, frameAt(frame * 33.3, hurry));
    }
    expect(looks).toHaveLength(most);
  });

  it("does not wait where a clip begins anew", async () => {
    const { looks, models, frameAt } = watched();
    const small = new SmallFaces();
    await small.search(models, frameAt(5000));
    looks.length = 0;
    await small.search(models, frameAt(0));
    expect(looks).toHaveLength(1);
  });
});
