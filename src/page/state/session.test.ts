import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionReport } from "#protocol";
import { AppError } from "#shared";
import { readFlags } from "../flags.ts";
import { createAppStore } from "./app-state.ts";
import { createSession } from "./session.ts";
import type { LoadWant } from "./wants.ts";

const ready = { at: "ready", session: { task: "detect" } as SessionReport } as const;
const error = new AppError("no-backend", { attempts: [] });

function lab(search = "?task=detect") {
  const store = createAppStore(readFlags(search), 0);
  const supervisor = { want: vi.fn(), retry: vi.fn() };
  const session = createSession(store, supervisor);
  const loads = (): LoadWant[] =>
    supervisor.want.mock.calls.flatMap(([change]) => ("load" in change ? [change.load] : []));
  return { store, supervisor, session, loads, at: () => store.getState().model.at };
}

function connect(connection: object): void {
  vi.stubGlobal("navigator", { connection });
}

beforeEach(() => connect({}));
afterEach(() => vi.unstubAllGlobals());

describe("createSession", () => {
  it("wants the task with what is allowed, and its options", () => {
    const { session, supervisor, store, at } = lab("?task=detect&engine=tfjs&backend=wasm");
    session.want();
    expect(supervisor.want).toHaveBeenCalledWith({
      load: { task: "detect", allowed: { engine: "tfjs", backend: "wasm" } },
      options: { task: "detect", options: store.getState().options.detect },
    });
    expect(at()).toBe("starting");
  });

  it("names the chosen model, and what is tried last", () => {
    const { session, store, loads } = lab("?task=detect&model=own");
    const doubted = { engine: "litert", backend: "webgpu" } as const;
    store.setState({ doubted });
    session.want();
    expect(loads()[0]).toMatchObject({ model: "own", doubted: [doubted] });
  });

  it("wants the very same again, so that nothing is loaded twice, until something is chosen", () => {
    const { session, loads } = lab();
    session.want();
    session.want();
    session.chooseAnew();
    session.want();
    expect(loads()[1]).toBe(loads()[0]);
    expect(loads()[2]).not.toBe(loads()[0]);
  });

  it("loads anew what was ready, and says so", () => {
    const { session, store, loads, at } = lab();
    session.want();
    store.setState({ model: ready });
    session.renew();
    expect(at()).toBe("starting");
    expect(loads()).toHaveLength(2);
    expect(loads()[1]).not.toBe(loads()[0]);
  });

  it("leaves a session that is ready as it is", () => {
    const { session, store, at } = lab();
    store.setState({ model: ready });
    session.want();
    expect(at()).toBe("ready");
  });

  it("forgets what failed only where something had failed", () => {
    const { session, store, supervisor } = lab();
    session.want();
    expect(supervisor.retry).not.toHaveBeenCalled();
    store.setState({ model: { at: "failed", error } });
    session.want();
    expect(supervisor.retry).toHaveBeenCalledTimes(1);
  });

  it("ends with nothing wanted, and a later start is a new one", () => {
    const { session, loads, at } = lab();
    session.want();
    session.end();
    expect(at()).toBe("absent");
    session.want();
    expect(loads()[1]).toBeNull();
    expect(loads()[2]).not.toBe(loads()[0]);
  });

  it("asks first where bytes are paid for, and downloads once it is allowed", () => {
    connect({ saveData: true });
    const { session, store, supervisor, loads } = lab();
    session.want();
    const asking = store.getState().model;
    expect(asking.at).toBe("asking");
    expect(asking.at === "asking" && asking.bytes).toBeGreaterThan(1_000_000);
    expect(supervisor.want).not.toHaveBeenCalled();
    session.allowDownload();
    expect(loads()).toHaveLength(1);
  });

  it("asks nobody where the model is stored", () => {
    connect({ saveData: true });
    const { session, store, loads } = lab();
    store.setState({ stored: true });
    session.want();
    expect(loads()).toHaveLength(1);
  });

  it("hands new options on without a new load", () => {
    const { session, supervisor, store } = lab();
    session.setOptions();
    const { detect } = store.getState().options;
    expect(supervisor.want.mock.calls).toEqual([
      [{ options: { task: "detect", options: detect } }],
    ]);
  });
});
