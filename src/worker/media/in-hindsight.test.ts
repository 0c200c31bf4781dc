import { describe, expect, it } from "vitest";
import type { FrameImage } from "../preprocess/preprocess.ts";
import { inHindsight, type LookedFrame } from "./in-hindsight.ts";

/** Images that know whether they are open; a copy is one more. */
function images() {
  const open = new Set<string>();
  const make = (name: string): FrameImage => {
    open.add(name);
    const image: Pick<ImageBitmap, "width" | "height" | "close"> & { name: string } = {
      ...{ name, width: 4, height: 4 },
      close: () => void open.delete(name),
    };
    return image;
  };
  let copies = 0;
  return { open, make, copy: async () => make(`copy ${copies++}`) };
}

async function* clip(
  timesMs: readonly number[],
  make: (name: string) => FrameImage,
  size = 4,
): AsyncGenerator<LookedFrame, void> {
  for (const timestampMs of timesMs) {
    const image = make(`frame ${timestampMs}`);
    const info = { width: size, height: size, timestampMs };
    try {
      yield { image, info, durationMs: 1, result: { task: "faces", frame: info, faces: [] } };
    } finally {
      image.close();
    }
  }
}

const timesMs = Array.from({ length: 12 }, (_, index) => index * 100);

describe("frames in hindsight", () => {
  it("come in their order, each told what the next 400 ms showed", async () => {
    const { open, make, copy } = images();
    const told: number[][] = [];
    const seen: number[] = [];
    const frames = inHindsight(
      clip(timesMs, make),
      (result, later) => {
        told.push(later.map(({ frame }) => frame.timestampMs));
        return result;
      },
      copy,
    );
    for await (const { info } of frames) seen.push(info.timestampMs);
    expect(seen).toEqual(timesMs);
    expect(told[0]).toEqual([100, 200, 300, 400]);
    expect(told.at(-2)).toEqual([1100]);
    expect(told.at(-1)).toEqual([]);
    expect([...open]).toEqual([]);
  });

  it("hold no more than fits, however large they are", async () => {
    const { open, make, copy } = images();
    let most = 0;
    for await (const _ of inHindsight(clip(timesMs, make, 2000), (result) => result, copy)) {
      most = Math.max(most, [...open].filter((name) => name.startsWith("copy")).length);
    }
    expect(most).toBe(4);
  });

  it("are closed when the one who takes them leaves", async () => {
    const { open, make, copy } = images();
    for await (const { info } of inHindsight(clip(timesMs, make), (result) => result, copy)) {
      if (info.timestampMs === 200) break;
    }
    expect([...open]).toEqual([]);
  });
});
