import { describe, expect, it } from "vitest";
import { createRecoveries, type Recovery } from "./recoveries.ts";

function lab() {
  let nowMs = 1_000;
  let told: readonly Recovery[] = [];
  const recoveries = createRecoveries(
    () => nowMs,
    (all) => {
      told = all;
    },
  );
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { recoveries, pass, told: () => told, now: () => nowMs };
}

describe("createRecoveries", () => {
  it("tells a failure as soon as it is noticed, and its recovery with the next result", () => {
    const { recoveries, pass, told, now } = lab();
    recoveries.noticed("worker-hang", now() - 900);
    expect(told()).toEqual([{ kind: "worker-hang", detectedMs: 900, recoveredMs: null }]);
    pass(500);
    recoveries.works();
    expect(told()).toEqual([{ kind: "worker-hang", detectedMs: 900, recoveredMs: 1_400 }]);
    pass(500);
    recoveries.works();
    expect(told()[0]?.recoveredMs).toBe(1_400);
  });

  it("counts to when it was first noticed, where that was before it was sure", () => {
    const { recoveries, pass, told, now } = lab();
    recoveries.noticed("worker-hang", now() - 1_500, now() - 900);
    pass(500);
    recoveries.works();
    recoveries.caused();
    recoveries.noticed("worker-hang", now() - 100, now() - 50);
    expect(told()).toEqual([
      { kind: "worker-hang", detectedMs: 600, recoveredMs: 2_000 },
      { kind: "worker-hang", detectedMs: 0, recoveredMs: null },
    ]);
  });

  it("counts from the cause where it is known, and only for the next failure", () => {
    const { recoveries, pass, told } = lab();
    recoveries.caused();
    pass(30);
    recoveries.noticed("worker-crash");
    pass(20);
    recoveries.works();
    recoveries.noticed("worker-crash");
    expect(told()).toEqual([
      { kind: "worker-crash", detectedMs: 30, recoveredMs: 50 },
      { kind: "worker-crash", detectedMs: 0, recoveredMs: null },
    ]);
  });

  it("counts from when it broke, where that is known before it is noticed", () => {
    const { recoveries, pass, told } = lab();
    const broke = recoveries.caused();
    pass(200);
    broke();
    pass(30);
    recoveries.noticed("worker-hang");
    pass(20);
    broke();
    recoveries.works();
    expect(told()).toEqual([{ kind: "worker-hang", detectedMs: 30, recoveredMs: 50 }]);
  });

  it("recovers from several at once, each by its own time", () => {
    const { recoveries, pass, told } = lab();
    recoveries.noticed("camera-end");
    recoveries.works();
    recoveries.noticed("worker-crash");
    pass(10);
    recoveries.noticed("camera-mute");
    pass(10);
    recoveries.works();
    expect(told().map(({ recoveredMs }) => recoveredMs)).toEqual([0, 20, 10]);
  });

  it("tells one thing once, however often it is noticed", () => {
    const { recoveries, told } = lab();
    recoveries.noticed("network-cut");
    recoveries.noticed("network-cut");
    expect(told()).toHaveLength(1);
    recoveries.works();
    recoveries.noticed("network-cut");
    expect(told()).toHaveLength(2);
  });

  it("waits for what goes on beside the frames", async () => {
    const { recoveries, pass, told } = lab();
    let end: () => void = () => {};
    recoveries.caused(
      new Promise<void>((resolve) => {
        end = resolve;
      }),
    );
    recoveries.noticed("quota-full");
    recoveries.works();
    expect(told()[0]?.recoveredMs).toBeNull();
    end();
    await Promise.resolve();
    pass(40);
    recoveries.works();
    expect(told()[0]?.recoveredMs).toBe(40);
  });

  it("takes nothing for a recovery where what goes on beside the frames fails", async () => {
    const { recoveries, pass, told } = lab();
    let fail: () => void = () => {};
    recoveries.caused(
      new Promise<void>((_, reject) => {
        fail = () => reject(new Error("a full store kept a file"));
      }),
    );
    recoveries.noticed("quota-full");
    pass(10);
    recoveries.noticed("worker-crash");
    fail();
    await new Promise((resolve) => setTimeout(resolve));
    recoveries.works();
    expect(told().map(({ recoveredMs }) => recoveredMs)).toEqual([null, 0]);
  });

  it("keeps the newest fifty", () => {
    const { recoveries, told } = lab();
    for (let turn = 0; turn < 60; turn += 1) {
      recoveries.noticed("worker-crash");
      recoveries.works();
    }
    recoveries.noticed("camera-end");
    recoveries.works();
    expect(told()).toHaveLength(50);
    expect(told().at(-1)).toMatchObject({ kind: "camera-end", recoveredMs: 0 });
  });
});
