import { describe, expect, it } from "vitest";
import { type TimedTransfer, transferMs } from "./transfer-time.ts";

const at = (startTime: number, responseEnd: number): TimedTransfer => ({ startTime, responseEnd });

describe("transferMs", () => {
  it.each<[string, TimedTransfer[], number]>([
    ["nothing", [], 0],
    ["one file", [at(120, 150)], 30],
    ["two files side by side, once", [at(120, 150), at(130, 170)], 50],
    ["a file inside another, once", [at(120, 190), at(130, 140)], 70],
    ["files one after the other, in any order", [at(160, 170), at(110, 120)], 20],
    ["only what lies between the two moments", [at(50, 110), at(190, 400)], 20],
    ["nothing of what came before or after", [at(10, 90), at(210, 300)], 0],
    ["nothing of a transfer that never ended", [at(150, 0)], 0],
  ])("counts %s", (_, transfers, expected) => {
    expect(transferMs(transfers, 100, 200)).toBe(expected);
  });
});
