import { expect, it } from "vitest";
import { fillFor } from "./stage.ts";

const camera = { width: 1280, height: 720 };
const phone = { width: 390, height: 844 };

it.each([
  ["a laptop's camera on a laptop", camera, { width: 1100, height: 840 }, "cover"],
  ["an upright camera on an upright phone", { width: 720, height: 1280 }, phone, "cover"],
  ["a wide camera on an upright phone", camera, phone, "contain"],
  ["a wide camera on a phone held wide", camera, { width: 844, height: 390 }, "cover"],
] as const)("%s", (_words, frame, view, fill) => {
  expect(fillFor(frame, view)).toBe(fill);
});
