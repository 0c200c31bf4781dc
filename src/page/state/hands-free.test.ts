import { expect, it } from "vitest";
import type { HandsResult, TaskResult } from "#tasks";
import { readFlags } from "../flags.ts";
import { createAppStore } from "./app-state.ts";
import { takeHandsFree } from "./hands-free.ts";

const frame = { width: 1, height: 1, timestampMs: 0 };

function hands(shots: number): HandsResult {
  return { task: "hands", frame, hands: [], shutter: { progress: 0, secondsLeft: 0, shots } };
}

it("takes one picture for each countdown that ends, and none for anything else", () => {
  const store = createAppStore(readFlags(""), 0);
  let pictures = 0;
  takeHandsFree(store, () => {
    pictures += 1;
  });
  const after = (result: TaskResult | null): number => {
    store.setState({ result });
    return pictures;
  };
  expect(after(hands(0))).toBe(0);
  expect(after(hands(1))).toBe(1);
  expect(after(hands(1))).toBe(1);
  store.setState({ frozen: true });
  expect(pictures).toBe(1);
  // The page forgot its result; the worker still counts.
  expect(after(null)).toBe(1);
  expect(after(hands(1))).toBe(1);
  expect(after({ task: "classify", frame, classes: [] })).toBe(1);
  expect(after(hands(1))).toBe(1);
  expect(after(hands(2))).toBe(2);
});
