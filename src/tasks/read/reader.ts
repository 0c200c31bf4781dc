import type { Region } from "#shared";
import type { Mode, RunnerFrame, RunnerModel } from "#tasks/runner";
import { cornersOf } from "../decoders/min-area-rectangle.ts";
import { readingOrder } from "../decoders/reading-order.ts";
import { findLines } from "./find-lines.ts";
import { joinFragments } from "./join-fragments.ts";
import { type KnownLine, LineMemory } from "./line-memory.ts";
import { type LineModels, type LineReading, readLine } from "./read-line.ts";
import type { Quad, ReadOptions, ReadResult } from "./task.ts";

/** The three models of PP-OCR, and what its recogniser's classes stand for. */
export interface ReaderModels extends LineModels {
  /** `[1, 3, H, W]` → `[1, 1, H, W]`, sides multiples of 32. */
  readonly finder: RunnerModel;
}

/** Milliseconds of a live frame for reading, or as long as finding took: the rest waits for later frames. */
const liveReadingMs = 250;

/** Reads the text in frames, one after the other; remembers lines from frame to frame in live mode. */
export class Reader {
  readonly #models: ReaderModels;
  readonly #mode: Mode;
  readonly #now: () => number;
  readonly #memory = new LineMemory();

  /** `now` tells milliseconds that only grow. */
  constructor(models: ReaderModels, mode: Mode, now = (): number => performance.now()) {
    this.#models = models;
    this.#mode = mode;
    this.#now = now;
  }

  /** @throws what the models throw, and AppError `internal` where one answers in another shape */
  async read(frame: RunnerFrame, options: ReadOptions): Promise<ReadResult> {
    const minScore = Math.min(0.95, Math.max(0.05, options.minScore));
    const readings =
      this.#mode === "live" ? await this.#readLive(frame) : await this.#readStill(frame);
    const sure = readings.filter(({ text, score }) => score >= minScore && text.trim() !== "");
    const { width, height, timestampMs } = frame.info;
    return {
      task: "read",
      frame: { width, height, timestampMs },
      lines: readingOrder(joinFragments(sure)).map(({ text, score, region }) => ({
        text: text.trim(),
        score,
        quad: quadOf(region),
      })),
    };
  }

  async #readStill(frame: RunnerFrame): Promise<readonly LineReading[]> {
    const readings: LineReading[] = [];
    for (const { region } of await findLines(frame, this.#models.finder, this.#mode)) {
      readings.push(await readLine(frame, region, this.#models));
    }
    return readings;
  }

  async #readLive(frame: RunnerFrame): Promise<readonly LineReading[]> {
    const findMs = this.#now();
    const found = await findLines(frame, this.#models.finder, this.#mode);
    const startMs = this.#now();
    const readingMs = Math.max(liveReadingMs, startMs - findMs);
    const known = this.#memory.recall(found, startMs);
    const readings = new Map<KnownLine, LineReading | undefined>(
      known.map((line) => [line, line.reading]),
    );
    let read = 0;
    const unread = known.filter(({ reading }) => !reading);
    const stale = known.filter((line) => line.reading && line.stale);
    for (const line of [...readingOrder(unread.map(placed)), ...stale.map(placed)]) {
      const nowMs = this.#now();
      // One is always read: frames that show new lines must come to an end.
      if (read > 0 && nowMs - startMs >= readingMs) break;
      read += 1;
      const reading = await readLine(frame, line.region, this.#models);
      readings.set(line.known, this.#memory.learn(line.known, reading, nowMs));
    }
    return [...readings.values()].filter((reading) => reading !== undefined);
  }
}

function placed(known: KnownLine): { readonly known: KnownLine; readonly region: Region } {
  return { known, region: known.found.region };
}

/** Corners to a tenth of a pixel: more is noise. */
function quadOf(region: Region): Quad {
  const round = ([x, y]: readonly [number, number]): readonly [number, number] => [
    Math.round(x * 10) / 10,
    Math.round(y * 10) / 10,
  ];
  const [a, b, c, d] = cornersOf(region);
  return [round(a), round(b), round(c), round(d)];
}
