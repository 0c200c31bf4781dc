import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openEarlyThreads } from "./early-threads.ts";

class FakeWorker extends EventTarget {
  terminated = false;
  readonly address: string;
  constructor(address: string | URL) {
    super();
    this.address = String(address);
  }
  terminate(): void {
    this.terminated = true;
  }
}

const script = "http://localhost/engines/library.js";

function openTwo() {
  const opened: FakeWorker[] = [];
  const threads = openEarlyThreads(script, 2, () => {
    const worker = new FakeWorker("early");
    opened.push(worker);
    return worker as unknown as Worker;
  });
  return { opened, threads };
}

const openThree = async (): Promise<string[]> =>
  [script, new URL(script), script].map(
    (address) => (new Worker(address) as unknown as FakeWorker).address,
  );

describe("threads that are opened early", () => {
  beforeEach(() => void vi.stubGlobal("Worker", FakeWorker));
  afterEach(() => void vi.unstubAllGlobals());

  it("are what the library gets as long as there are any", async () => {
    const { opened, threads } = openTwo();
    expect(opened).toHaveLength(2);
    expect(await threads.handOut(openThree)).toEqual(["early", "early", script]);
    threads.close();
    expect(opened.map(({ terminated }) => terminated)).toEqual([false, false]);
  });

  it("are nobody else's", async () => {
    const { threads } = openTwo();
    const other = await threads.handOut(async () => new Worker("other.js"));
    expect(other).toMatchObject({ address: "other.js" });
  });

  it("end where nobody took them, and leave the browser's own behind, also after a failure", async () => {
    const { opened, threads } = openTwo();
    const failing = threads.handOut(async () => {
      new Worker(script);
      throw new Error("no memory");
    });
    await expect(failing).rejects.toThrow("no memory");
    expect(globalThis.Worker).toBe(FakeWorker);
    threads.close();
    expect(opened.map(({ terminated }) => terminated)).toEqual([false, true]);
  });

  it("are not handed out where they did not start", async () => {
    const { opened, threads } = openTwo();
    const event = new Event("error", { cancelable: true });
    opened[0]?.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    // Its own script is there, only what that imports is not: it would live on.
    expect(opened.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(await threads.handOut(openThree)).toEqual(["early", script, script]);
    const later = new Event("error", { cancelable: true });
    opened[1]?.dispatchEvent(later);
    expect(later.defaultPrevented).toBe(false);
  });
});
