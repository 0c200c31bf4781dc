import { describe, expect, it, vi } from "vitest";
import { createScreen, type ScreenState, screenTrouble } from "./screen.ts";

/** A track whose ending a test decides. */
class FakeTrack extends EventTarget {
  stop = vi.fn();
}

function lab() {
  const tracks: FakeTrack[] = [];
  const answers: (() => void)[] = [];
  const states: ScreenState["at"][] = [];
  const streams: (MediaStream | null)[] = [];
  const getDisplayMedia = vi.fn(async () => {
    await new Promise<void>((resolve) => {
      answers.push(resolve);
    });
    const track = new FakeTrack();
    tracks.push(track);
    const all = [track];
    return { getTracks: () => all, getVideoTracks: () => all } as unknown as MediaStream;
  });
  const screen = createScreen(
    { onState: ({ at }) => states.push(at), onStream: (stream) => streams.push(stream) },
    { getDisplayMedia },
  );
  const answer = (): void => answers.shift()?.();
  return { screen, tracks, states, streams, answer, getDisplayMedia };
}

describe("createScreen", () => {
  it("asks only when it is opened, for pictures without sound", async () => {
    const { screen, states, answer, getDisplayMedia } = lab();
    expect(getDisplayMedia).not.toHaveBeenCalled();
    const opened = screen.open();
    expect(states).toEqual(["asking"]);
    answer();
    await opened;
    expect(states).toEqual(["asking", "live"]);
    expect(getDisplayMedia).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ audio: false }),
    );
  });

  it("tells that the browser ended it, and asks for nothing by itself", async () => {
    const { screen, tracks, states, streams, answer, getDisplayMedia } = lab();
    const opened = screen.open();
    answer();
    await opened;
    tracks[0]?.dispatchEvent(new Event("ended"));
    expect(states.at(-1)).toBe("ended");
    expect(streams.at(-1)).toBeNull();
    expect(getDisplayMedia).toHaveBeenCalledTimes(1);
  });

  it("stops every track when it is closed, and says nothing of their end", async () => {
    const { screen, tracks, states, answer } = lab();
    const opened = screen.open();
    answer();
    await opened;
    screen.close();
    tracks[0]?.dispatchEvent(new Event("ended"));
    expect(tracks[0]?.stop).toHaveBeenCalled();
    expect(states.at(-1)).toBe("off");
  });

  it("stops at once what was chosen after it was closed", async () => {
    const { screen, tracks, states, streams, answer } = lab();
    const opened = screen.open();
    screen.close();
    answer();
    await opened;
    expect(tracks[0]?.stop).toHaveBeenCalled();
    expect(states.at(-1)).toBe("off");
    expect(streams.filter(Boolean)).toEqual([]);
  });

  it("says so where the browser shares no screens", async () => {
    const states: ScreenState[] = [];
    const screen = createScreen(
      { onState: (state) => states.push(state), onStream: () => {} },
      null,
    );
    await screen.open();
    expect(states.at(-1)).toMatchObject({ at: "failed", error: { code: "screen-unsupported" } });
  });
});

describe("screenTrouble", () => {
  it.each([
    ["NotAllowedError", "screen-refused"],
    ["SecurityError", "screen-refused"],
    ["InvalidStateError", "screen-needs-press"],
    ["NotReadableError", "screen-failed"],
    ["NotFoundError", "screen-failed"],
    ["AbortError", "screen-failed"],
  ])("tells %s as %s", (name, code) => {
    const cause = new DOMException("the browser's words", name);
    expect(screenTrouble(cause)).toMatchObject({ code, cause });
  });
});
