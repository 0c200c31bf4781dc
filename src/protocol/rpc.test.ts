import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "#shared";
import {
  type Client,
  createClient,
  createServer,
  type Handlers,
  handOver,
  type Server,
} from "./rpc.ts";

interface TestCalls {
  double: [number, number];
  refuse: [undefined, undefined];
  breakDown: [undefined, undefined];
  wait: [undefined, string];
  take: [{ readonly bytes: ArrayBuffer }, number];
  give: [undefined, { readonly bytes: ArrayBuffer }];
}

interface TestEvents {
  tick: number;
}

let ports: MessageChannel[] = [];

afterEach(() => {
  for (const { port1, port2 } of ports) {
    port1.close();
    port2.close();
  }
  ports = [];
});

function open(): {
  client: Client<TestCalls>;
  server: Server<TestEvents>;
  ticks: number[];
  given: { readonly bytes: ArrayBuffer };
  abortsSeen: () => number;
  next: () => Promise<number>;
} {
  const channel = new MessageChannel();
  ports.push(channel);
  const given = { bytes: new ArrayBuffer(8) };
  const ticks: number[] = [];
  let aborts = 0;
  let onTick: ((value: number) => void) | undefined;
  const handlers: Handlers<TestCalls> = {
    double: (value) => Promise.resolve(value * 2),
    refuse: () =>
      Promise.reject(
        new AppError(
          "storage-full",
          { neededBytes: 7 },
          { cause: new Error("QuotaExceededError") },
        ),
      ),
    breakDown: () => {
      throw new TypeError("not a function");
    },
    wait: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          aborts += 1;
          reject(signal.reason);
        });
      }),
    take: ({ bytes }) => Promise.resolve(bytes.byteLength),
    give: () => Promise.resolve(handOver(given, [given.bytes])),
  };
  const server = createServer<TestCalls, TestEvents>(channel.port2, handlers);
  const client = createClient<TestCalls, TestEvents>(channel.port1, {
    tick: (value) => {
      ticks.push(value);
      onTick?.(value);
    },
  });
  channel.port1.start();
  channel.port2.start();
  const next = (): Promise<number> =>
    new Promise((resolve) => {
      onTick = resolve;
    });
  return { client, server, ticks, given, abortsSeen: () => aborts, next };
}

describe("rpc", () => {
  it("gives each call its own answer, whatever the order", async () => {
    const { client } = open();
    const answers = await Promise.all([1, 2, 3].map((value) => client.call("double", value)));
    expect(answers).toEqual([2, 4, 6]);
  });

  it("brings an error across with its code, details and cause", async () => {
    const { client } = open();
    const error = await client.call("refuse", undefined).catch((thrown: unknown) => thrown);
    expect(AppError.is(error, "storage-full")).toBe(true);
    expect((error as AppError<"storage-full">).details.neededBytes).toBe(7);
    expect(((error as AppError).cause as Error).message).toBe("QuotaExceededError");
  });

  it("turns a handler's own defect into an internal error", async () => {
    const { client } = open();
    await expect(client.call("breakDown", undefined)).rejects.toMatchObject({
      code: "internal",
      details: { reason: "not a function" },
    });
  });

  it("answers a call that nobody handles with an error, also for inherited names", async () => {
    const { client } = open();
    const loose = client as unknown as Client<{ toString: [undefined, string] }>;
    await expect(loose.call("toString", undefined)).rejects.toMatchObject({ code: "internal" });
  });

  it("cancels on both sides and rejects with the platform's AbortError", async () => {
    const { client, abortsSeen } = open();
    const controller = new AbortController();
    const waiting = client.call("wait", undefined, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
    // The next answer can only come after the abort was handled: messages keep their order.
    await client.call("double", 1);
    expect(abortsSeen()).toBe(1);
  });

  it("does not send a call that is cancelled before it starts", async () => {
    const { client, abortsSeen } = open();
    const signal = AbortSignal.abort();
    await expect(client.call("wait", undefined, { signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    await client.call("double", 1);
    expect(abortsSeen()).toBe(0);
  });

  it("rejects everything pending when the other side dies, and latches", async () => {
    const { client } = open();
    const pending = [client.call("wait", undefined), client.call("wait", undefined)];
    client.close(new AppError("worker-lost", { reason: "crashed", restarts: 1 }));
    for (const call of pending) await expect(call).rejects.toMatchObject({ code: "worker-lost" });
    client.close(new AppError("internal", { reason: "a second death" }));
    await expect(client.call("double", 1)).rejects.toMatchObject({ code: "worker-lost" });
  });

  it("transfers what it is told to", async () => {
    const { client } = open();
    const bytes = new ArrayBuffer(16);
    expect(await client.call("take", { bytes }, { transfer: [bytes] })).toBe(16);
    expect(bytes.byteLength).toBe(0);
  });

  it("transfers what an answer hands over", async () => {
    const { client, given } = open();
    expect((await client.call("give", undefined)).bytes.byteLength).toBe(8);
    expect(given.bytes.byteLength).toBe(0);
  });

  it("rejects a call whose parameters cannot cross", async () => {
    const { client } = open();
    const bytes = (() => undefined) as unknown as ArrayBuffer;
    await expect(client.call("take", { bytes })).rejects.toMatchObject({ code: "internal" });
  });

  it("hands events to their listener", async () => {
    const { server, ticks, next } = open();
    const arrived = next();
    server.emit("tick", 5);
    expect(await arrived).toBe(5);
    expect(ticks).toEqual([5]);
  });
});
