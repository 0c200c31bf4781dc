import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCardOnnx } from "#models/node";
import { affineOf, type InputSpec, invert, mapPoint, place, placeRegion, type Size } from "#shared";
import type { RunnerFrame, RunnerModel } from "#tasks/runner";
import { characters } from "./characters.ts";
import { Reader, type ReaderModels } from "./reader.ts";
import { tensorValues } from "./tensor-values.ts";

/** The networks run for a second, and on a busy machine many times that. */
const slowMs = 120_000;
const root = join(import.meta.dirname, "..", "..", "..");
const runs = { "ppocr-det": 0, "ppocr-cls": 0, "ppocr-rec": 0 };
let models: ReaderModels;

/** A model as it is shipped. */
async function load(id: keyof typeof runs): Promise<RunnerModel> {
  const { card, run } = await loadCardOnnx(id);
  return {
    card,
    outputs: card.outputs,
    async run(input) {
      runs[id] += 1;
      const values = tensorValues(input);
      if (!values) throw new Error("these tests run on the CPU");
      const { name, shape } = input;
      return [await run({ place: "cpu", name, shape, dtype: "float32", data: values })];
    },
  };
}

/** A picture as bytes, `[height, width, 3]` RGB. */
interface Picture extends Size {
  readonly bytes: Uint8Array;
}

/** The sign of the finder's golden vector: our own drawing. */
function signboard(): Picture {
  const input = readFileSync(join(root, "models/golden/ppocr-det.input.gz"));
  return { width: 320, height: 320, bytes: gunzipSync(input) };
}

/** A picture turned by half a turn. */
function turned({ width, height, bytes }: Picture): Picture {
  const pixels = width * height;
  const back = Uint8Array.from(
    { length: pixels * 3 },
    (_, index) => bytes[(pixels - 1 - Math.floor(index / 3)) * 3 + (index % 3)] ?? 0,
  );
  return { width, height, bytes: back };
}

/** Fits as the app does, by plain bilinear sampling. */
function frameOf(picture: Picture): RunnerFrame {
  return {
    info: { width: picture.width, height: picture.height, timestampMs: 0 },
    fit(input, region) {
      const map = region ? placeRegion(region, input) : affineOf(place(picture, input, input.fit));
      const toSource = invert(map);
      const { width, height, mean, std } = input;
      const data = new Float32Array(3 * width * height);
      for (let index = 0; index < width * height; index += 1) {
        const [x, y] = mapPoint(toSource, (index % width) + 0.5, Math.floor(index / width) + 0.5);
        for (const channel of [0, 1, 2] as const) {
          // The cards ask for BGR: the model's first channel is the picture's last.
          const byte = sample(picture, x - 0.5, y - 0.5, 2 - channel, input);
          data[channel * width * height + index] = (byte - mean[channel]) / std[channel];
        }
      }
      const shape = [1, 3, height, width];
      const tensor = { place: "cpu", name: input.name, shape, dtype: "float32", data } as const;
      return { tensor, toSource };
    },
  };
}

function sample(picture: Picture, x: number, y: number, channel: number, input: InputSpec): number {
  const { width, height, bytes } = picture;
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= width || row >= height
      ? input.padByte
      : (bytes[(row * width + column) * 3 + channel] ?? 0);
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [x - left, y - top];
  return (
    (at(left, top) * (1 - right) + at(left + 1, top) * right) * (1 - below) +
    (at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right) * below
  );
}

const written = [
  "HARBOUR",
  "Platform 12",
  "boats leave at 10:45 and 17:20",
  "no smoking",
  "WAY OUT",
];

/** Spaces in small print are not what this is about. */
function withoutSpaces(lines: readonly { readonly text: string }[]): readonly string[] {
  return lines.map(({ text }) => text.replaceAll(" ", ""));
}

beforeAll(async () => {
  models = {
    finder: await load("ppocr-det"),
    orienter: await load("ppocr-cls"),
    recogniser: await load("ppocr-rec"),
    characters,
  };
}, slowMs);

describe("reading with the real networks", { timeout: slowMs }, () => {
  it("reads the lines of a signboard, in order, each where it stands", async () => {
    const { task, frame, lines } = await new Reader(models, "still").read(frameOf(signboard()), {
      minScore: 0.6,
    });
    expect({ task, frame }).toEqual({
      task: "read",
      frame: { width: 320, height: 320, timestampMs: 0 },
    });
    expect(withoutSpaces(lines)).toEqual(withoutSpaces(written.map((text) => ({ text }))));
    expect(Math.min(...lines.map(({ score }) => score))).toBeGreaterThan(0.85);
    const [first, slanted] = [lines[0]?.quad, lines[4]?.quad];
    // "HARBOUR" is 44 pixels high on the line y = 85, in the middle.
    expect(first?.[0][1]).toBeGreaterThan(40);
    expect(first?.[2][1]).toBeLessThan(100);
    expect(((first?.[0][0] ?? 0) + (first?.[1][0] ?? 0)) / 2).toBeCloseTo(160, -1);
    // The last line rises by 0.12 radians.
    const [[x1, y1] = [0, 0], [x2, y2] = [0, 0]] = slanted ?? [];
    expect(Math.atan2(y2 - y1, x2 - x1)).toBeCloseTo(-0.12, 1);
  });

  it("reads the same upside down, from the line that is then the lowest", async () => {
    const { lines } = await new Reader(models, "still").read(frameOf(turned(signboard())), {
      minScore: 0.6,
    });
    expect(withoutSpaces(lines)).toEqual(withoutSpaces(written.map((text) => ({ text }))));
    const [topLeft] = lines[0]?.quad ?? [];
    // The text's own top left is then at the lower right.
    expect(topLeft?.[0]).toBeGreaterThan(160);
    expect(topLeft?.[1]).toBeGreaterThan(200);
  });

  it("leaves out what is less sure than asked for", async () => {
    const { lines } = await new Reader(models, "still").read(frameOf(signboard()), {
      minScore: 0.95,
    });
    for (const { score } of lines) expect(score).toBeGreaterThanOrEqual(0.95);
  });

  it("finds nothing on a plain wall", async () => {
    const wall = { width: 320, height: 320, bytes: new Uint8Array(320 * 320 * 3).fill(130) };
    const { lines } = await new Reader(models, "still").read(frameOf(wall), { minScore: 0.05 });
    expect(lines).toEqual([]);
  });

  it("reads each line once while frames show the same, and again after two seconds", async () => {
    let nowMs = 0;
    const reader = new Reader(models, "live", () => nowMs);
    const texts = async (): Promise<readonly string[]> =>
      withoutSpaces((await reader.read(frameOf(signboard()), { minScore: 0.6 })).lines);
    const first = await texts();
    expect(first).toEqual(withoutSpaces(written.map((text) => ({ text }))));
    const readings = runs["ppocr-rec"];
    nowMs = 1900;
    expect(await texts()).toEqual(first);
    expect(runs["ppocr-rec"]).toBe(readings);
    nowMs = 2100;
    expect(await texts()).toEqual(first);
    expect(runs["ppocr-rec"]).toBeGreaterThanOrEqual(readings + written.length);
  });

  it("reads one line a frame where time allows no more, from the top", async () => {
    let nowMs = 0;
    // Every look at the clock finds a second gone.
    const reader = new Reader(models, "live", () => {
      nowMs += 1000;
      return nowMs;
    });
    const frame = frameOf(signboard());
    const { lines } = await reader.read(frame, { minScore: 0.6 });
    expect(withoutSpaces(lines)).toEqual(["HARBOUR"]);
  });
});
