import { describe, expect, it } from "vitest";
import type { Region } from "#shared";
import type { FacesResult } from "#tasks";
import { amend } from "./hindsight.ts";

function head(centerX: number, centerY = 200): Region {
  return { centerX, centerY, width: 100, height: 120, rotation: 0 };
}

function at(timestampMs: number, hidden?: readonly Region[]): FacesResult {
  const frame = { width: 640, height: 480, timestampMs };
  return { task: "faces", frame, faces: [], ...(hidden && { hidden }) };
}

describe("in hindsight", () => {
  it("who is found a moment later is covered already, and with more around", () => {
    const { hidden } = amend(at(0, [head(300)]), [
      at(100, [head(300)]),
      at(200, [head(300), head(20)]),
    ]);
    expect(hidden).toHaveLength(2);
    expect(hidden?.[1]).toMatchObject({ centerX: 20, centerY: 200 });
    expect(hidden?.[1]?.width).toBeCloseTo(140);
  });

  it("whoever was covered all along gets no second cover where they went", () => {
    const later = [100, 200, 300].map((ms) => at(ms, [head(300 + ms / 5)]));
    expect(amend(at(0, [head(300)]), later).hidden).toEqual([head(300)]);
  });

  it("a head of which only half was covered is an arrival", () => {
    const { hidden } = amend(at(0, [head(300)]), [at(100, [head(370)])]);
    expect(hidden).toHaveLength(2);
  });

  it("who leaves takes nothing with them", () => {
    expect(amend(at(0, [head(300)]), [at(100, [])]).hidden).toEqual([head(300)]);
  });

  it("nothing is hidden where nothing is to be", () => {
    expect(amend(at(0), [at(100, [head(300)])])).not.toHaveProperty("hidden");
  });
});
