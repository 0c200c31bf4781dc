import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { loadInNode } from "#models/node";
import { overlap } from "#shared";
import type { FacesOptions } from "#tasks";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { runner } from "./run.ts";
import { sampledFrame, valuesOf } from "./sampled-frame.ts";

/** A run of a network takes some hundredths of a second, and on a busy machine many times that. */
const slowMs = 60_000;
/** The sample's three faces, drawn on a square. */
const size = 256;
const bytes = gunzipSync(readFileSync("models/golden/blazeface.input.gz"));
const picture = { width: size, height: size, bytes };
const empty = { width: size, height: size, bytes: new Uint8Array(bytes.length).fill(90) };
const options: FacesOptions = {
  minScore: 0.5,
  mesh: true,
  maxFaces: 10,
  hide: "off",
  hideSize: 1,
  hideAmount: 0.5,
};

interface CountedModel extends RunnerModel {
  runs: number;
}

let finder: CountedModel;
let mesher: CountedModel;

async function counted(card: string): Promise<CountedModel> {
  const { card: loaded, run } = await loadInNode(card, "wasm");
  const model: CountedModel = {
    card: loaded,
    outputs: loaded.outputs,
    runs: 0,
    run(input) {
      model.runs += 1;
      return run(valuesOf(input));
    },
  };
  return model;
}

beforeAll(async () => {
  finder = await counted("blazeface");
  mesher = await counted("facemesh");
}, slowMs);

/** The picture moved to the right by some pixels, or an empty one. */
function frameAt(timestampMs: number, shift: number | "empty" = 0): RunnerFrame {
  if (shift === "empty") return sampledFrame(empty, timestampMs);
  return sampledFrame(picture, timestampMs, shift);
}

function begin(mode: "live" | "still") {
  finder.runs = 0;
  mesher.runs = 0;
  return runner.begin({ finder, mesher }, mode);
}

describe("a still", () => {
  it("shows the three drawn faces, each with a mesh within its box", {
    timeout: slowMs,
  }, async () => {
    const { faces, frame } = await begin("still").run(frameAt(0), options);
    expect(frame).toEqual({ width: size, height: size, timestampMs: 0 });
    expect(faces).toHaveLength(3);
    for (const { score, box, mesh, trackId } of faces) {
      expect(score).toBeGreaterThan(0.7);
      expect(trackId).toBe(undefined);
      expect(mesh).toHaveLength(468);
      for (const [x, y] of mesh ?? []) {
        expect(x).toBeGreaterThan(box[0]);
        expect(x).toBeLessThan(box[0] + box[2]);
        expect(y).toBeGreaterThan(box[1]);
        expect(y).toBeLessThan(box[1] + box[3]);
      }
    }
  });

  it("shows the same faces with the short-range finder, which answers otherwise", {
    timeout: slowMs,
  }, async () => {
    const { faces: usual } = await begin("still").run(frameAt(0), options);
    const short = await counted("blazeface-short");
    const near = runner.begin({ finder: short, mesher }, "still");
    const { faces } = await near.run(frameAt(0), options);
    expect(short.runs).toBeGreaterThan(0);
    expect(faces).toHaveLength(usual.length);
    for (const { box } of usual) {
      const most = Math.max(...faces.map((face) => overlap(face.box, box)));
      expect(most).toBeGreaterThan(0.8);
    }
  });

  it("fails with a model that finds no faces: those that should be hidden must not show", {
    timeout: slowMs,
  }, async () => {
    const wrong = runner.begin({ finder: await counted("movenet-lightning"), mesher }, "still");
    await expect(wrong.run(frameAt(0), options)).rejects.toMatchObject({
      code: "internal",
      details: { reason: expect.stringContaining("1×1×17×3") },
    });
  });

  it("has no more faces than wanted, and no mesh where none is shown", {
    timeout: slowMs,
  }, async () => {
    const wanted = { ...options, maxFaces: 2, mesh: false };
    const { faces } = await begin("still").run(frameAt(0), wanted);
    expect(faces).toHaveLength(2);
    expect(faces.every((face) => !("mesh" in face))).toBe(true);
  });

  it("covers every face before it may be shown, and nothing where nobody is", {
    timeout: slowMs,
  }, async () => {
    const hiding = { ...options, hide: "solid" } as const;
    const { faces, hidden } = await begin("still").run(frameAt(0), hiding);
    for (const { box } of faces) {
      const middle = [box[0] + box[2] / 2, box[1] + box[3] / 2] as const;
      expect(
        hidden?.some(({ centerX, centerY, width }) => {
          return Math.hypot(centerX - middle[0], centerY - middle[1]) < width / 4;
        }),
      ).toBe(true);
    }
    expect((await begin("still").run(frameAt(0, "empty"), hiding)).hidden).toEqual([]);
    expect((await begin("still").run(frameAt(0), options)).hidden).toBe(undefined);
  });
});

describe("live", () => {
  it("lets the finder rest while every mesh is followed", { timeout: slowMs }, async () => {
    const run = begin("live");
    const ids = new Set<number | undefined>();
    for (let step = 0; step < 10; step += 1) {
      const { faces } = await run.run(frameAt(step * 100, step), options);
      for (const { trackId } of faces) ids.add(trackId);
      expect(faces).toHaveLength(3);
    }
    // Once at the start and once for newcomers, 700 ms later.
    expect(finder.runs).toBe(2);
    expect([...ids].sort()).toEqual([1, 2, 3]);
  });

  it("looks again in the frame in which a face is lost, and knows it when it is back", {
    timeout: slowMs,
  }, async () => {
    const run = begin("live");
    await run.run(frameAt(0), options);
    await run.run(frameAt(100), options);
    expect(finder.runs).toBe(1);
    expect((await run.run(frameAt(200, "empty"), options)).faces).toEqual([]);
    expect(finder.runs).toBe(2);
    const { faces } = await run.run(frameAt(400), options);
    expect(faces.map(({ trackId }) => trackId).sort()).toEqual([1, 2, 3]);
  });

  it("follows a face that moves, box and mesh", { timeout: slowMs }, async () => {
    const run = begin("live");
    const { faces: before } = await run.run(frameAt(0), options);
    let after = before;
    for (let step = 1; step <= 6; step += 1) {
      ({ faces: after } = await run.run(frameAt(step * 33, step * 3), options));
    }
    for (const { trackId, box } of before) {
      const moved = after.find((face) => face.trackId === trackId)?.box;
      const left = Math.max(0, box[0] + 18);
      expect(moved && overlap(moved, [left, box[1], box[2], box[3]])).toBeGreaterThan(0.8);
    }
  });

  it("searches every frame while faces are hidden, and keeps covers through a loss", {
    timeout: slowMs,
  }, async () => {
    const hiding = { ...options, mesh: false, hide: "blur" } as const;
    const run = begin("live");
    const first = await run.run(frameAt(0), hiding);
    expect(first.hidden?.length).toBeGreaterThanOrEqual(3);
    const meshes = mesher.runs;
    const again = await run.run(frameAt(100), hiding);
    expect(again.faces).toHaveLength(3);
    // The finder sees them all: nobody need be looked for by mesh.
    expect(mesher.runs).toBe(meshes);
    const lost = await run.run(frameAt(200, "empty"), hiding);
    expect(finder.runs).toBeGreaterThanOrEqual(3);
    expect(mesher.runs).toBeGreaterThan(meshes);
    expect(lost.faces).toEqual([]);
    expect(lost.hidden?.length).toBeGreaterThanOrEqual(3);
  });
});
