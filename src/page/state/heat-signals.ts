import type { WorkerReport } from "#protocol";
import { type HeatReason, type HeatSignals, type Pressure, pressures } from "./governor-plan.ts";

/** What the device tells of its heat, its charge and its memory, beside how long runs take. */
export interface DeviceSignals {
  now(worker: WorkerReport): Pick<HeatSignals, "pressure" | "battery" | "memory">;
  /** What this browser tells at all. */
  readonly watches: readonly HeatReason[];
}

/** https://www.w3.org/TR/compute-pressure/, which the DOM types lack. */
type PressureObserverClass = new (
  onChange: (records: readonly { readonly state: string }[]) => void,
) => { observe(source: "cpu", options: { readonly sampleInterval: number }): Promise<void> };

/** https://www.w3.org/TR/battery-status/ */
interface BatteryManager {
  readonly level: number;
  readonly charging: boolean;
}

/** What of the browser is asked; each may be missing. */
export interface DeviceTellers {
  readonly PressureObserver?: PressureObserverClass;
  readonly getBattery?: () => Promise<BatteryManager>;
  /** Of this page alone. */
  readonly memory?: { readonly usedJSHeapSize: number; readonly jsHeapSizeLimit: number };
  /** GiB, rounded. */
  readonly deviceMemory?: number;
}

/** Of a device's memory, what the engines of one page may hold before it is dear. */
const engineShare = 1 / 4;
const everyMs = 1_000;

/** Begins to listen to what this browser tells. */
export async function openDeviceSignals(
  tellers: DeviceTellers = tellersHere(),
): Promise<DeviceSignals> {
  let pressure: Pressure | null = null;
  let battery: BatteryManager | null = null;
  const watches: HeatReason[] = ["latency"];
  const { PressureObserver, getBattery, memory, deviceMemory } = tellers;
  if (PressureObserver) {
    const observer = new PressureObserver((records) => {
      const state = records.at(-1)?.state;
      pressure = pressures.find((known) => known === state) ?? null;
    });
    // Refused in a frame without the permission, and where the device tells nothing.
    const observes = observer.observe("cpu", { sampleInterval: everyMs });
    await observes.then(() => watches.push("pressure")).catch(() => undefined);
  }
  if (getBattery) {
    // The object stays up to date by itself.
    battery = await getBattery().catch(() => null);
    if (battery) watches.push("battery");
  }
  if (memory || deviceMemory) watches.push("memory");

  return {
    watches,
    now({ memory: { wasmBytes } }) {
      const page = memory ? memory.usedJSHeapSize / memory.jsHeapSizeLimit : 0;
      const engines = deviceMemory ? wasmBytes / (deviceMemory * 2 ** 30 * engineShare) : 0;
      return {
        pressure,
        battery: battery && { level: battery.level, charging: battery.charging },
        memory: memory || deviceMemory ? Math.max(page, engines) : null,
      };
    },
  };
}

function tellersHere(): DeviceTellers {
  const device = navigator as Navigator & DeviceTellers;
  const page = globalThis as Pick<DeviceTellers, "PressureObserver">;
  const { memory } = performance as Performance & Pick<DeviceTellers, "memory">;
  return {
    ...(page.PressureObserver && { PressureObserver: page.PressureObserver }),
    ...(device.getBattery && { getBattery: () => device.getBattery?.() ?? Promise.reject() }),
    ...(memory && { memory }),
    ...(device.deviceMemory && { deviceMemory: device.deviceMemory }),
  };
}
