import { describe, expect, it } from "vitest";
import { type LoadWant, nextStep, nothingRuns, type Running, type Wants } from "./wants.ts";

const load: LoadWant = { task: "detect", allowed: {} };
const source = { open: () => "frames" };
const view = { width: 4, height: 3, pixelRatio: 1, fill: "contain", mirrored: false } as const;
const options = { task: "detect", options: { minScore: 0.4, classes: [] } } as const;
const wants: Wants<string> = { load, source, view, options, frozen: false, pace: null };
const all: Running<string> = { ...wants, canvas: true };

describe("nextStep", () => {
  it("does nothing when nothing is wanted", () => {
    expect(nextStep({ ...wants, load: null, source: null }, nothingRuns)).toBeUndefined();
  });

  it("does nothing when everything wanted runs", () => {
    expect(nextStep(wants, all)).toBeUndefined();
  });

  it("readies a fresh worker in order: canvas, view, options, load, source", () => {
    const order: string[] = [];
    let running: Running<string> = nothingRuns;
    for (let step = nextStep(wants, running); step; step = nextStep(wants, running)) {
      order.push(step.do);
      if (step.do === "attach-canvas") running = { ...running, canvas: true };
      else if (step.do === "set-view") running = { ...running, view: step.view };
      else if (step.do === "set-options") running = { ...running, options: step.options };
      else if (step.do === "load") running = { ...running, load: step.load };
      else if (step.do === "attach-source") running = { ...running, source: step.source };
      else break;
    }
    expect(order).toEqual(["attach-canvas", "set-view", "set-options", "load", "attach-source"]);
  });

  const otherLoad: LoadWant = { task: "detect", allowed: { backend: "wasm" } };
  it.each<[string, Partial<Wants<string>>, Partial<Running<string>>, string]>([
    ["another session: the source leaves first", { load: otherLoad }, {}, "detach-source"],
    ["another session, nothing attached", { load: otherLoad }, { source: null }, "load"],
    [
      "another source: the old one leaves first",
      { source: { open: () => "x" } },
      {},
      "detach-source",
    ],
    ["no source", { source: null }, {}, "detach-source"],
    ["nothing at all, nothing attached", { load: null }, { source: null }, "unload"],
    ["freezing", { frozen: true }, {}, "set-frozen"],
    [
      "a frozen source in a fresh worker is frozen before it is attached",
      { frozen: true },
      { source: null },
      "set-frozen",
    ],
    [
      "a pace, before a source is attached in a fresh worker",
      { pace: 5 },
      { source: null },
      "set-pace",
    ],
    ["a pace that is over", {}, { pace: 5 }, "set-pace"],
    ["another view", { view: { ...view, width: 8 } }, {}, "set-view"],
    ["other options", { options: { ...options } }, {}, "set-options"],
  ])("%s", (_words, wanted, runs, step) => {
    expect(nextStep({ ...wants, ...wanted }, { ...all, ...runs })?.do).toBe(step);
  });
});
