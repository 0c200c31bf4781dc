import { describe, expect, it } from "vitest";
import type { Calls, Events, Listeners } from "#protocol";
import { AppError } from "#shared";
import type { Clock } from "./clock.ts";
import { askOnce, openOwnWorker } from "./own-worker.ts";
import type { OpenLink } from "./worker-link.ts";

/** Time that a test moves. */
class HeldTime implements Clock {
  #now = 0;
  #timers: { at: number; run: () => void }[] = [];
  now = (): number => this.#now;
  after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };
  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }
}

function prepare(answer: () => Promise<unknown>) {
  const clock = new HeldTime();
  const facts = { terminated: 0 };
  let listeners: Listeners<Events> | undefined;
  let crash: (reason: string) => void = () => {};
  const pending = new Set<(error: unknown) => void>();
  const openLink: OpenLink = (given, onCrash) => {
    listeners = given;
    crash = onCrash;
    return {
      client: {
        call: () =>
          new Promise((resolve, reject) => {
            pending.add(reject);
            answer().then(resolve as (value: unknown) => void, reject);
          }),
        close: (error) => {
          for (const reject of pending) reject(error);
        },
      } as ReturnType<OpenLink>["client"],
      terminate: () => {
        facts.terminated += 1;
      },
    };
  };
  const beat = (): void => listeners?.heartbeat(undefined);
  const start = (state: "started" | "settled"): void =>
    listeners?.attempt({ engine: "onnx", backend: "wasm", state });
  return {
    parts: { openLink, clock },
    clock,
    facts,
    beat,
    start,
    crash: (why: string) => crash(why),
  };
}

const list = (client: { call(name: keyof Calls & string, params: undefined): Promise<unknown> }) =>
  client.call("listModels", undefined);
const never = () => new Promise<unknown>(() => {});

describe("a worker of its own", () => {
  it("answers and is thrown away", async () => {
    const { parts, facts } = prepare(async () => "shelf");
    expect(await askOnce(parts, 1000, list as never)).toBe("shelf");
    expect(facts.terminated).toBe(1);
  });

  it("is ended when its time is over, however alive it seems", async () => {
    const { parts, clock, beat, facts } = prepare(never);
    const asked = askOnce(parts, 5_000, list as never);
    for (let second = 0; second < 5; second += 1) {
      beat();
      clock.pass(1_000);
    }
    await expect(asked).rejects.toMatchObject({ code: "worker-lost", details: { reason: "hung" } });
    expect(facts.terminated).toBe(1);
  });

  it("is ended when it falls silent, but not while an engine starts", async () => {
    const { parts, clock, beat, start } = prepare(never);
    const asked = askOnce(parts, 600_000, list as never);
    let lost: unknown;
    asked.catch((error) => {
      lost = error;
    });
    beat();
    start("started");
    clock.pass(60_000);
    await Promise.resolve();
    expect(lost).toBe(undefined);
    start("settled");
    clock.pass(20_000);
    await expect(asked).rejects.toMatchObject({ details: { reason: "hung" } });
  });

  it("tells a crash, and cannot be asked again", async () => {
    const { parts, crash, beat } = prepare(never);
    const worker = openOwnWorker(parts);
    beat();
    const asked = worker.ask(5_000, list as never);
    crash("out of memory");
    await expect(asked).rejects.toMatchObject({ details: { reason: "crashed" } });
    expect(worker.isOpen()).toBe(false);
    await expect(worker.ask(5_000, list as never)).rejects.toMatchObject({ code: "worker-lost" });
  });

  it("passes on what the work throws, and is gone as well", async () => {
    const failure = new AppError("engine-failed", {
      engine: "onnx",
      backend: "wasm",
      reason: "no",
    });
    const { parts, facts } = prepare(() => Promise.reject(failure));
    await expect(askOnce(parts, 1000, list as never)).rejects.toBe(failure);
    expect(facts.terminated).toBe(1);
  });
});
