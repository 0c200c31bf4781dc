import { beforeEach, describe, expect, it, vi } from "vitest";
import { type FacesResult, tasks } from "#tasks";
import { createOverlay, type Overlay, type Shown } from "./overlay.ts";
import type { FrameImage } from "./preprocess/preprocess.ts";

const faces = tasks[2];
const hiding = { ...faces.options, hide: "solid" } as const;
const frame = { width: 64, height: 48, timestampMs: 0 };

/** A canvas that writes down what is drawn on it. */
function noting(): { canvas: OffscreenCanvas; calls: string[] } {
  const calls: string[] = [];
  const canvas = { width: 0, height: 0 };
  const context = new Proxy(
    { canvas },
    {
      get: (target, name) => {
        if (name === "canvas") return target.canvas;
        return (...args: unknown[]) => calls.push(`${String(name)} ${args.length}`);
      },
      set: () => true,
    },
  );
  return { canvas: { getContext: () => context } as unknown as OffscreenCanvas, calls };
}

function shownOf(result: Partial<FacesResult>, close?: () => void): Shown {
  const picture = close && { picture: { image: {} as FrameImage, close } };
  return { result: { task: "faces", frame, faces: [], ...result }, options: hiding, ...picture };
}

describe("the overlay of a task that draws the frames itself", () => {
  let overlay: Overlay;
  let calls: string[];
  beforeEach(async () => {
    const noted = noting();
    calls = noted.calls;
    overlay = createOverlay(() => {});
    overlay.attach(noted.canvas);
    overlay.setView({ width: 640, height: 480, pixelRatio: 1, fill: "cover", mirrored: false });
    await overlay.prepare("faces");
    calls.length = 0;
  });

  it("draws the frame when its result says what to cover", () => {
    overlay.show(shownOf({ hidden: [] }, () => {}));
    expect(calls.filter((call) => call.startsWith("drawImage"))).toHaveLength(1);
  });

  it.each([
    ["there is no frame", shownOf({ hidden: [] })],
    ["the result is of a time when nothing was hidden", shownOf({}, () => {})],
  ])("draws a veil over everything when %s", (_, shown) => {
    overlay.show(shown);
    expect(calls.filter((call) => call.startsWith("drawImage"))).toEqual([]);
    expect(calls).toContain("fillRect 4");
  });

  it("closes a frame when another is shown or nothing is, and not when it is drawn again", () => {
    const closeFirst = vi.fn();
    const first = shownOf({ hidden: [] }, closeFirst);
    overlay.show(first);
    overlay.setView({ width: 320, height: 240, pixelRatio: 1, fill: "cover", mirrored: false });
    overlay.show({ ...first, options: { ...hiding, hideSize: 2 } });
    expect(closeFirst).not.toHaveBeenCalled();
    const closeSecond = vi.fn();
    overlay.show(shownOf({ hidden: [] }, closeSecond));
    expect(closeFirst).toHaveBeenCalledTimes(1);
    overlay.show(null);
    expect(closeSecond).toHaveBeenCalledTimes(1);
  });
});
