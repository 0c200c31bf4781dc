import { describe, expect, it } from "vitest";
import type { Flags } from "../flags.ts";
import { type AppState, createAppStore } from "./app-state.ts";
import { remember } from "./remember.ts";
import type { Settings } from "./settings.ts";

const flags: Flags = { start: false, debug: false, check: false };

/** Settings of an earlier visit, and the moment at which they have been read. */
function earlier(remembered: Partial<AppState>) {
  let arrive: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const read = async (): Promise<Partial<AppState>> => {
    await arrived;
    return remembered;
  };
  return { settings: { read } as Settings, arrive };
}

describe("remember", () => {
  it("takes over what nobody touched meanwhile", async () => {
    const store = createAppStore(flags, 0);
    const faces = { ...store.getState().options.faces, hide: "blur" as const };
    const { settings, arrive } = earlier({
      task: "pose",
      options: { ...store.getState().options, faces },
    });
    const done = remember(store, settings, flags);
    arrive();
    await done;
    expect(store.getState().task).toBe("pose");
    expect(store.getState().options.faces.hide).toBe("blur");
  });

  it("takes nothing back that the person chose while it was read", async () => {
    const store = createAppStore(flags, 0);
    const { options } = store.getState();
    const pose = { ...options.pose };
    const { settings, arrive } = earlier({ task: "pose", options: { ...options, pose } });
    const done = remember(store, settings, flags);
    const faces = { ...options.faces, hide: "pixelate" as const };
    store.setState({ task: "faces", options: { ...options, faces } });
    arrive();
    await done;
    expect(store.getState().task).toBe("faces");
    expect(store.getState().options.faces.hide).toBe("pixelate");
    expect(store.getState().options.pose).toBe(pose);
  });

  it("lets the address win, and a start that came first", async () => {
    const asked = createAppStore({ ...flags, task: "read" }, 0);
    const { settings, arrive } = earlier({ task: "pose" });
    arrive();
    await remember(asked, settings, { ...flags, task: "read" });
    expect(asked.getState().task).toBe("read");
    const started = createAppStore(flags, 0);
    started.setState({ wanted: true });
    await remember(started, settings, flags);
    expect(started.getState().task).not.toBe("pose");
  });
});
