import { describe, expect, it } from "vitest";
import { watchPageShown } from "./page-shown.ts";

function page() {
  const events = new EventTarget();
  const of = Object.assign(events, { visibilityState: "visible" as DocumentVisibilityState });
  const turn = (state: DocumentVisibilityState): void => {
    of.visibilityState = state;
    of.dispatchEvent(new Event("visibilitychange"));
  };
  return { watch: watchPageShown(of as unknown as Document), turn };
}

describe("a page that may be hidden", () => {
  it("is not waited for while it is shown", async () => {
    await expect(page().watch.shown(new AbortController().signal)).resolves.toBeUndefined();
  });

  it("is waited for until it is shown again, and the times are counted", async () => {
    const { watch, turn } = page();
    turn("hidden");
    const log: string[] = [];
    const waiting = watch.shown(new AbortController().signal).then(() => log.push("shown"));
    await Promise.resolve();
    log.push("still hidden");
    turn("visible");
    await waiting;
    expect(log).toEqual(["still hidden", "shown"]);
    turn("hidden");
    expect(watch.timesHidden()).toBe(2);
  });

  it("is not waited for any more by who gives up", async () => {
    const { watch, turn } = page();
    turn("hidden");
    const controller = new AbortController();
    const waiting = watch.shown(controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  });
});
