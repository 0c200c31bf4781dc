import { describe, expect, it, vi } from "vitest";
import { createJsHeap } from "./js-heap.ts";

const breakdown = [
  { bytes: 5, types: ["JavaScript"] },
  { bytes: 7, types: ["JavaScript", "Shared"] },
  { bytes: 11, types: ["DOM"] },
];
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("createJsHeap", () => {
  it("tells page and workers together once they are measured, and nothing before", async () => {
    const heap = createJsHeap(
      {
        memory: { usedJSHeapSize: 3 },
        measureUserAgentSpecificMemory: async () => ({ breakdown }),
      },
      () => 0,
    );
    expect(heap()).toBeNull();
    await settle();
    expect(heap()).toBe(12);
  });

  it("measures again after a while, and not before", async () => {
    let nowMs = 0;
    const measureUserAgentSpecificMemory = vi.fn(async () => ({ breakdown }));
    const heap = createJsHeap({ measureUserAgentSpecificMemory }, () => nowMs);
    heap();
    nowMs = 9_999;
    heap();
    expect(measureUserAgentSpecificMemory).toHaveBeenCalledTimes(1);
    nowMs = 10_000;
    heap();
    expect(measureUserAgentSpecificMemory).toHaveBeenCalledTimes(2);
  });

  it("tells the page's heap where the browser measures no more", () => {
    expect(createJsHeap({ memory: { usedJSHeapSize: 3 } }, () => 0)()).toBe(3);
  });

  it("tells nothing where the browser tells nothing, or refuses", async () => {
    const refuse = () => Promise.reject(new DOMException("", "SecurityError"));
    const heap = createJsHeap({ measureUserAgentSpecificMemory: refuse }, () => 0);
    expect(heap()).toBeNull();
    await settle();
    expect(heap()).toBeNull();
    expect(createJsHeap({}, () => 0)()).toBeNull();
  });
});
