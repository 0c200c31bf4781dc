import { describe, expect, it } from "vitest";
import type { WorkerReport } from "#protocol";
import { openDeviceSignals } from "./heat-signals.ts";

const worker = (wasmBytes: number) => ({ memory: { wasmBytes } }) as WorkerReport;

/** An observer that tells what the test says, or refuses. */
function observer(refuses = false) {
  const told: { change?: (state: string) => void } = {};
  class PressureObserver {
    constructor(onChange: (records: readonly { state: string }[]) => void) {
      told.change = (state) => onChange([{ state: "nominal" }, { state }]);
    }
    observe = async () => {
      if (refuses) throw new DOMException("", "NotAllowedError");
    };
  }
  return { told, PressureObserver };
}

describe("what a device tells", () => {
  it("is nothing in a browser that has none of it", async () => {
    const signals = await openDeviceSignals({});
    expect(signals.now(worker(2 ** 40))).toEqual({ pressure: null, battery: null, memory: null });
    expect(signals.watches).toEqual(["latency"]);
  });

  it("is the newest pressure, as far as it is known", async () => {
    const { told, PressureObserver } = observer();
    const signals = await openDeviceSignals({ PressureObserver });
    expect(signals.watches).toContain("pressure");
    expect(signals.now(worker(0)).pressure).toBe(null);
    told.change?.("serious");
    expect(signals.now(worker(0)).pressure).toBe("serious");
    told.change?.("molten");
    expect(signals.now(worker(0)).pressure).toBe(null);
  });

  it("is no pressure where the browser refuses", async () => {
    const { PressureObserver } = observer(true);
    const signals = await openDeviceSignals({ PressureObserver });
    expect(signals.watches).toEqual(["latency"]);
  });

  it("is the battery as it is now", async () => {
    const battery = { level: 0.5, charging: false };
    const signals = await openDeviceSignals({ getBattery: async () => battery });
    expect(signals.now(worker(0)).battery).toEqual({ level: 0.5, charging: false });
    battery.level = 0.1;
    expect(signals.now(worker(0)).battery?.level).toBe(0.1);
    const refused = await openDeviceSignals({ getBattery: () => Promise.reject(new Error()) });
    expect(refused.now(worker(0)).battery).toBe(null);
  });

  it("is the scarcer of the page's memory and the engines'", async () => {
    const memory = { usedJSHeapSize: 1, jsHeapSizeLimit: 4 };
    const signals = await openDeviceSignals({ memory, deviceMemory: 4 });
    expect(signals.now(worker(2 ** 29)).memory).toBe(0.5);
    expect(signals.now(worker(0)).memory).toBe(0.25);
  });
});
