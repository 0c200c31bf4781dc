import type { ReactNode } from "react";
import type { BenchDevice } from "#exports";
import type { BenchPlan } from "#protocol";
import { benchDevice } from "../state/bench-device.ts";
import { benchText as words } from "../text/bench-text.ts";

/** What the browser tells of this device. */
export function Device({
  plan,
  measured,
}: {
  plan: BenchPlan | null;
  /** As it was when it was measured. */
  measured: BenchDevice | null;
}): ReactNode {
  const device = measured ?? (plan ? benchDevice(plan) : null);
  if (!device) return <section className="bench-card bench-device" aria-label={words.device} />;
  const { browser, platform, cores, memoryGiB, gpu, isolated, threads, screen } = device;
  const facts: readonly (readonly [string, string])[] = [
    [words.deviceName.browser, browser],
    [words.deviceName.platform, platform],
    [words.deviceName.cores, String(cores)],
    [words.deviceName.threads, String(threads)],
    [words.deviceName.memory, memoryGiB === null ? words.unknown : words.memory(memoryGiB)],
    [words.deviceName.gpu, gpu ?? words.none],
    [words.deviceName.isolated, isolated ? words.yes : words.no],
    [words.deviceName.screen, words.screen(screen.width, screen.height, screen.pixelRatio)],
  ];
  return (
    <section className="bench-card bench-device" aria-label={words.device}>
      <h3>{words.device}</h3>
      <dl className="facts numbers">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
