import { describe, expect, it, vi } from "vitest";
import type { Live } from "./live.ts";
import { liveLater } from "./live-later.ts";

function lab() {
  const done: string[] = [];
  const live = new Proxy({} as Live, {
    get: (_, name) => (name === "then" ? undefined : async () => void done.push(String(name))),
  });
  let arrive: () => void = () => {};
  let fail: (cause: Error) => void = () => {};
  const bring = vi.fn(
    () =>
      new Promise<Live>((resolve, reject) => {
        arrive = () => resolve(live);
        fail = reject;
      }),
  );
  const onMissing = vi.fn();
  const later = liveLater(bring, onMissing);
  const flush = () => new Promise((resolve) => setTimeout(resolve));
  return {
    later,
    bring,
    done,
    onMissing,
    flush,
    arrive: () => arrive(),
    fail: (e: Error) => fail(e),
  };
}

describe("liveLater", () => {
  it("brings nothing for what changes nothing", () => {
    const { later, bring } = lab();
    later.close();
    later.setFrozen(true);
    later.sendAgain();
    later.renewFrames();
    later.seekVideo(1);
    expect(bring).not.toHaveBeenCalled();
  });

  it("brings the code once, and then does what was asked meanwhile, in order", async () => {
    const { later, bring, done, arrive, flush } = lab();
    void later.openCamera();
    later.setFrozen(true);
    later.close();
    void later.openSample();
    arrive();
    await flush();
    expect(bring).toHaveBeenCalledTimes(1);
    expect(done).toEqual(["openCamera", "setFrozen", "close", "openSample"]);
  });

  it("does at once what is asked later", async () => {
    const { later, done, arrive, flush } = lab();
    later.prepare();
    arrive();
    await flush();
    later.close();
    expect(done).toEqual(["close"]);
  });

  it("fails in silence where it is only prepared, and tells whoever waits for the same code", async () => {
    const { later, onMissing, fail, flush } = lab();
    later.prepare();
    fail(new TypeError("Failed to fetch dynamically imported module"));
    await flush();
    expect(onMissing).not.toHaveBeenCalled();
    later.prepare();
    const opened = later.openSample();
    later.setFrozen(true);
    fail(new TypeError("Failed to fetch dynamically imported module"));
    await opened;
    expect(onMissing).toHaveBeenCalledTimes(1);
    expect(later.isSampleOpen()).toBe(false);
  });

  it("says so where the code does not come, and asks for it again next time", async () => {
    const { later, bring, onMissing, done, arrive, fail, flush } = lab();
    const opened = later.openCamera();
    fail(new TypeError("Failed to fetch dynamically imported module"));
    await opened;
    expect(onMissing.mock.calls[0]?.[0]).toMatchObject({ code: "offline" });
    void later.openCamera();
    arrive();
    await flush();
    expect(bring).toHaveBeenCalledTimes(2);
    expect(done).toEqual(["openCamera"]);
  });
});
