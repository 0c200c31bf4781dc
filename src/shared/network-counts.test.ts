import { describe, expect, it } from "vitest";
import {
  addCounts,
  countRequests,
  noCounts,
  refusalCounts,
  refusalsKept,
  violationRefusal,
} from "./network-counts.ts";

const origin = "https://app.example";
const entry = { workerStart: 0, transferSize: 1300, encodedBodySize: 1000 };

describe("counting requests", () => {
  it.each([
    ["a download", { ...entry, name: `${origin}/a.js` }, 1, 1300],
    ["a cached answer", { ...entry, name: `${origin}/a.js`, transferSize: 0 }, 0, 0],
    ["an answer of the service worker", { ...entry, name: `${origin}/a.js`, workerStart: 5 }, 0, 0],
    ["a blob", { ...entry, name: `blob:${origin}/1` }, 0, 0],
    ["another origin that begins alike", { ...entry, name: `${origin}.evil/a` }, 0, 0],
  ])("%s", (_what, timed, requests, bytesIn) => {
    expect(countRequests([timed], origin)).toMatchObject({ requests, bytesIn });
  });
});

describe("a policy violation", () => {
  it.each([
    ["https://other.example/x?y", true],
    ["wss://other.example/s", true],
    ["http://app.example/", true],
    [`${origin}/own.js`, false],
    ["wss://app.example/s", false],
    ["data", false],
    ["inline", false],
    ["eval", false],
  ])("of %s is a refusal: %s", (blockedURI, isRefusal) => {
    const refusal = violationRefusal({ effectiveDirective: "connect-src", blockedURI }, origin);
    expect(refusal !== undefined).toBe(isRefusal);
  });
});

describe("adding counts", () => {
  it("keeps the earlier start and the latest refusals", () => {
    const refusal = (index: number) =>
      ({
        kind: "image",
        address: `https://o/${index}`,
        by: "service-worker",
        atMs: index,
      }) as const;
    let sum = { ...noCounts(), sinceMs: 5 };
    for (let index = 0; index < refusalsKept + 7; index++) {
      sum = { ...addCounts(sum, refusalCounts(refusal(index))) };
    }
    expect(sum.sinceMs).toBe(5);
    expect(sum.foreignRequests).toBe(refusalsKept + 7);
    expect(sum.refusals.length).toBe(refusalsKept);
    expect(sum.refusals[0]?.atMs).toBe(7);
  });
});
