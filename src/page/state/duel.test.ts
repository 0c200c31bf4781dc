import { describe, expect, it } from "vitest";
import { type Contender, duel, rowOf, solo } from "./duel.ts";

/** A contender that takes the given times in turn, over and over, on a clock that it moves. */
function contender(id: "tfjs" | "onnx", timesMs: readonly number[], clock: { nowMs: number }) {
  const asked: number[] = [];
  let at = 0;
  const one: Contender = {
    candidate: { model: "m", variant: id, engine: id, backend: "wasm", threads: 1 },
    precision: "fp16",
    opened: { threads: 1, startMs: 123.456, warmMs: timesMs[0] ?? 0, addresses: [] },
    async time(runs) {
      asked.push(runs);
      return Array.from({ length: runs }, () => {
        const ms = timesMs[at % timesMs.length] ?? 0;
        at += 1;
        clock.nowMs += ms;
        return ms;
      });
    },
  };
  return { one, asked };
}

describe("a duel", () => {
  it("times both in turn and tells median, spread and start of each", async () => {
    const clock = { nowMs: 0 };
    const order: string[] = [];
    const a = contender("tfjs", [30, 31, 32, 33, 34], clock);
    const b = contender("onnx", [40], clock);
    const spy = (name: string, one: Contender): Contender => ({
      ...one,
      time: (runs) => {
        order.push(name);
        return one.time(runs);
      },
    });
    const [rowA, rowB] = await duel(spy("a", a.one), spy("b", b.one), () => clock.nowMs);
    expect(order.slice(0, 6)).toEqual(["a", "b", "b", "a", "a", "b"]);
    expect(a.asked.length).toBe(b.asked.length);
    expect(rowA).toMatchObject({ engine: "tfjs", correct: true, startMs: 123.46 });
    expect(rowA.medianMs).toBeGreaterThanOrEqual(31);
    expect(rowA.medianMs).toBeLessThanOrEqual(33);
    expect(rowA.spreadMs).toBeGreaterThan(0);
    expect(rowB).toMatchObject({ engine: "onnx", medianMs: 40, spreadMs: 0 });
  });

  it("is not decided by one slow run", async () => {
    const clock = { nowMs: 0 };
    const a = contender("tfjs", [30, 30, 30, 900, 30, 30], clock);
    const b = contender("onnx", [33], clock);
    const [rowA, rowB] = await duel(a.one, b.one, () => clock.nowMs);
    expect(rowA.medianMs).toBeLessThan(rowB.medianMs ?? 0);
  });

  it("ends after two rounds where one is far slower, and still tells both", async () => {
    const clock = { nowMs: 0 };
    const a = contender("tfjs", [30], clock);
    const b = contender("onnx", [3000], clock);
    const [rowA, rowB] = await duel(a.one, b.one, () => clock.nowMs);
    expect(b.asked).toHaveLength(2);
    expect([rowA.medianMs, rowB.medianMs]).toEqual([30, 3000]);
  });

  it("is bounded in time where both are slow, and in runs where both are fast", async () => {
    const slow = { nowMs: 0 };
    const a = contender("tfjs", [2000], slow);
    await duel(a.one, contender("onnx", [2100], slow).one, () => slow.nowMs);
    expect(a.asked).toHaveLength(5);
    const fast = { nowMs: 0 };
    const b = contender("tfjs", [1], fast);
    await duel(b.one, contender("onnx", [1], fast).one, () => fast.nowMs);
    expect(b.asked).toHaveLength(11);
    expect(b.asked.every((runs) => runs === 3)).toBe(true);
  });
});

describe("a row", () => {
  it("of one contender alone has its median, too", async () => {
    const row = await solo(contender("onnx", [9, 7, 8], { nowMs: 0 }).one);
    expect(row).toMatchObject({ engine: "onnx", medianMs: 8 });
  });

  it("takes the nearest rank and leaves the times as they were", () => {
    const { one } = contender("tfjs", [1], { nowMs: 0 });
    const times = [5, 1, 4, 2, 3];
    expect(rowOf(one, times)).toMatchObject({ medianMs: 3, spreadMs: 2 });
    expect(times).toEqual([5, 1, 4, 2, 3]);
  });
});
