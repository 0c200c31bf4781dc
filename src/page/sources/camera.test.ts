import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "#shared";
import { constraintsOf } from "./ask-camera.ts";
import { type CameraScope, type CameraState, createCamera } from "./camera.ts";

/** A track whose events and states a test decides. */
class FakeTrack extends EventTarget {
  readonly kind = "video";
  readonly label = "Back camera";
  muted = false;
  readyState = "live";
  getSettings = () => ({ facingMode: "environment", width: 1280, height: 720, frameRate: 30 });
  stop = vi.fn(() => {
    this.readyState = "ended";
  });
  fire(name: string): void {
    this.dispatchEvent(new Event(name));
  }
}

const wish = { facing: "environment", height: 720 } as const;

function lab(answers: readonly (Error | "ok")[] = []) {
  const tracks: FakeTrack[] = [];
  const asked: MediaStreamConstraints[] = [];
  const states: CameraState[] = [];
  const page = new EventTarget() as EventTarget & { visibilityState: "visible" | "hidden" };
  page.visibilityState = "visible";
  const devices = Object.assign(new EventTarget(), {
    getUserMedia: async (constraints: MediaStreamConstraints) => {
      const answer = answers[asked.length] ?? "ok";
      asked.push(constraints);
      if (answer !== "ok") throw answer;
      const track = new FakeTrack();
      tracks.push(track);
      return { getTracks: () => [track], getVideoTracks: () => [track] };
    },
    enumerateDevices: async () => [],
  });
  const release = vi.fn();
  let lose: () => void = () => {};
  const hold = vi.fn<CameraScope["hold"]>(async (_steal, onLost) => {
    lose = onLost;
    return { release };
  });
  const onStream = vi.fn();
  const onTrouble = vi.fn();
  const permission = Object.assign(new EventTarget(), { state: "granted" as PermissionState });
  const camera = createCamera(
    { onState: (state) => states.push(state), onStream, onDevices: () => {}, onTrouble },
    {
      isSecureContext: true,
      mediaDevices: devices as unknown as MediaDevices,
      document: page as unknown as CameraScope["document"],
      permission: async () => permission,
      hold,
    },
  );
  const permit = (state: PermissionState): void => {
    permission.state = state;
    permission.dispatchEvent(new Event("change"));
  };
  const track = (index: number): FakeTrack => {
    const found = tracks[index];
    if (!found) throw new Error(`no track ${index}`);
    return found;
  };
  const show = (visibilityState: "visible" | "hidden"): void => {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const error = (): AppError | undefined => {
    const last = states.at(-1);
    return last?.at === "failed" ? last.error : undefined;
  };
  return {
    camera,
    tracks,
    track,
    asked,
    states,
    hold,
    release,
    onStream,
    onTrouble,
    devices,
    permit,
    show,
    error,
    lose: () => lose(),
  };
}

const denied = new DOMException("denied", "NotAllowedError");
const busy = new DOMException("busy", "NotReadableError");
const picky = new DOMException("picky", "OverconstrainedError");

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("createCamera", () => {
  it("asks nothing before it is opened, and once when it is", async () => {
    const { camera, asked, states } = lab();
    expect(camera.asked()).toBe(0);
    await camera.open(wish);
    expect(asked).toHaveLength(1);
    expect(camera.asked()).toBe(1);
    expect(states.map((state) => state.at)).toEqual(["asking", "live"]);
  });

  it("stops every track and frees the camera for others when closed", async () => {
    const { camera, track, release, onStream } = lab();
    await camera.open(wish);
    camera.close();
    expect(track(0).stop).toHaveBeenCalled();
    expect(release).toHaveBeenCalled();
    expect(onStream).toHaveBeenLastCalledWith(null);
  });

  it("opens again, once, when the track ends by itself", async () => {
    const { camera, track, tracks } = lab();
    await camera.open(wish);
    track(0).fire("ended");
    await vi.advanceTimersByTimeAsync(0);
    expect(tracks).toHaveLength(2);
    track(0).fire("ended");
    await vi.advanceTimersByTimeAsync(0);
    expect(camera.asked()).toBe(2);
  });

  it("does not ask again when a muted camera comes back within the grace", async () => {
    const { camera, track, states } = lab();
    await camera.open(wish);
    track(0).muted = true;
    track(0).fire("mute");
    await vi.advanceTimersByTimeAsync(900);
    track(0).muted = false;
    track(0).fire("unmute");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(camera.asked()).toBe(1);
    expect(states.map((state) => state.at)).toEqual(["asking", "live", "muted", "live"]);
  });

  it("opens again when a camera stays muted", async () => {
    const { camera, track } = lab();
    await camera.open(wish);
    track(0).muted = true;
    track(0).fire("mute");
    await vi.advanceTimersByTimeAsync(3_000);
    expect(camera.asked()).toBe(2);
  });

  it("waits in the background, and opens again on the way back", async () => {
    const { camera, track, show } = lab();
    await camera.open(wish);
    show("hidden");
    track(0).readyState = "ended";
    track(0).fire("ended");
    await vi.advanceTimersByTimeAsync(0);
    expect(camera.asked()).toBe(1);
    show("visible");
    await vi.advanceTimersByTimeAsync(0);
    expect(camera.asked()).toBe(2);
  });

  it("asks nothing on the way back while the camera is well", async () => {
    const { camera, show } = lab();
    await camera.open(wish);
    show("hidden");
    show("visible");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(camera.asked()).toBe(1);
  });

  it("asks once however often the page is hidden and shown before the person answers", async () => {
    const { camera, devices, show, track, states } = lab();
    const { getUserMedia } = devices;
    let answer: () => void = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    devices.getUserMedia = (constraints) => answered.then(() => getUserMedia(constraints));
    const opened = camera.open(wish);
    show("hidden");
    show("visible");
    await vi.advanceTimersByTimeAsync(0);
    show("hidden");
    show("visible");
    answer();
    await opened;
    expect(camera.asked()).toBe(1);
    expect(states.map(({ at }) => at)).toEqual(["asking", "live"]);
    track(0).fire("ended");
    await vi.advanceTimersByTimeAsync(0);
    expect(camera.asked()).toBe(2);
  });

  it("asks for less when the device cannot do what was wished", async () => {
    const { camera, asked, states } = lab([picky]);
    await camera.open({ ...wish, deviceId: "gone" });
    expect(asked[0]?.video).toMatchObject({ deviceId: { exact: "gone" } });
    expect(asked[1]?.video).toEqual({ facingMode: { ideal: "environment" } });
    expect(states.at(-1)?.at).toBe("live");
  });

  it("tries a busy camera a few times before it says so", async () => {
    const { camera, error } = lab([busy, busy, busy]);
    const opened = camera.open(wish);
    await vi.advanceTimersByTimeAsync(5_000);
    await opened;
    expect(camera.asked()).toBe(3);
    expect(error()?.code).toBe("camera-busy");
  });

  it("tells a refusal, gives the camera up, and asks again only when opened again", async () => {
    const { camera, error, release, show } = lab([denied]);
    await camera.open(wish);
    expect(error()?.code).toBe("camera-refused");
    expect(release).toHaveBeenCalled();
    show("visible");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(camera.asked()).toBe(1);
    await camera.open(wish);
    expect(camera.asked()).toBe(2);
  });

  it("says so when another tab holds it, without asking the person", async () => {
    const { camera, hold, error } = lab();
    hold.mockRejectedValueOnce(new AppError("camera-elsewhere", {}));
    await camera.open(wish);
    expect(camera.asked()).toBe(0);
    expect(error()?.code).toBe("camera-elsewhere");
  });

  it("closes when another tab takes it", async () => {
    const { camera, track, lose, error } = lab();
    await camera.open(wish);
    lose();
    expect(track(0).stop).toHaveBeenCalled();
    expect(error()?.code).toBe("camera-elsewhere");
  });

  it("tells what failed by itself", async () => {
    const { camera, track, onTrouble } = lab();
    await camera.open(wish);
    track(0).muted = true;
    track(0).fire("mute");
    track(0).fire("ended");
    expect(onTrouble.mock.calls).toEqual([["camera-mute"], ["camera-end"]]);
  });

  it("waits for a camera that was unplugged, and takes it when it is back", async () => {
    const gone = new DOMException("gone", "NotFoundError");
    const { camera, track, error, devices, states } = lab(["ok", gone]);
    await camera.open(wish);
    track(0).readyState = "ended";
    track(0).fire("ended");
    await vi.advanceTimersByTimeAsync(0);
    expect(error()?.code).toBe("camera-missing");
    devices.dispatchEvent(new Event("devicechange"));
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)?.at).toBe("live");
    expect(camera.asked()).toBe(3);
  });

  it("tries again, ever more rarely, to open a camera that another app holds on to", async () => {
    const answers = ["ok" as const, ...Array.from({ length: 60 }, () => busy)];
    const { camera, track, error, states } = lab(answers);
    await camera.open(wish);
    track(0).fire("ended");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(error()?.code).toBe("camera-busy");
    const asked = camera.asked();
    expect(asked).toBeGreaterThan(6);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(camera.asked() - asked).toBeLessThanOrEqual(6);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(states.at(-1)?.at).toBe("live");
  });

  it("asks nobody who withdrew the permission, and goes on once it is given again", async () => {
    const { camera, track, permit, show, error, states } = lab(["ok", denied]);
    await camera.open(wish);
    track(0).readyState = "ended";
    permit("denied");
    await vi.advanceTimersByTimeAsync(0);
    expect(error()?.code).toBe("camera-refused");
    permit("prompt");
    show("hidden");
    show("visible");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(camera.asked()).toBe(2);
    permit("granted");
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)?.at).toBe("live");
  });

  it("looks after the camera when the device wakes", async () => {
    const { camera, track } = lab();
    await camera.open(wish);
    track(0).readyState = "ended";
    await vi.advanceTimersByTimeAsync(5_000);
    expect(camera.asked()).toBe(1);
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(camera.asked()).toBe(2);
  });

  it("tries no camera again that was closed", async () => {
    const { camera, track, devices } = lab(["ok", busy, busy, busy]);
    await camera.open(wish);
    track(0).fire("ended");
    await vi.advanceTimersByTimeAsync(2_500);
    camera.close();
    const asked = camera.asked();
    devices.dispatchEvent(new Event("devicechange"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(camera.asked()).toBe(asked);
  });

  it("keeps only the camera wished for last", async () => {
    const { camera, tracks } = lab();
    await Promise.all([camera.open(wish), camera.open({ ...wish, facing: "user" })]);
    expect(tracks.filter((track) => track.readyState === "live")).toHaveLength(1);
  });
});

describe("constraintsOf", () => {
  it("wishes for a side and a height, and insists on a camera chosen by name", () => {
    expect(constraintsOf(wish, false)).toEqual({
      facingMode: { ideal: "environment" },
      height: { ideal: 720 },
      width: { ideal: 1280 },
    });
    expect(constraintsOf({ ...wish, deviceId: "a" }, false)).toMatchObject({
      deviceId: { exact: "a" },
    });
  });
});
