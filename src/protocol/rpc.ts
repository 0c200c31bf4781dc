import { AppError, fromPlainError, type PlainError, reasonOf, toPlainError } from "#shared";

/** A map of calls, name → `[params, result]`. */
export type CallMap = object;

type Params<Map extends CallMap, Name extends keyof Map> = Map[Name] extends [infer P, unknown]
  ? P
  : never;
type Answer<Map extends CallMap, Name extends keyof Map> = Map[Name] extends [unknown, infer R]
  ? R
  : never;

/** The answering side: one function per call. */
export type Handlers<Map extends CallMap> = {
  readonly [Name in keyof Map]: (
    params: Params<Map, Name>,
    signal: AbortSignal,
  ) => Promise<Answer<Map, Name>>;
};

/** Listeners of the other side's events. */
export type Listeners<EventMap extends object> = {
  readonly [Name in keyof EventMap]: (payload: EventMap[Name]) => void;
};

/** What a message port, a worker and a worker's own scope have in common. */
export interface Channel {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  removeEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

type Message =
  | { readonly type: "call"; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly type: "abort"; readonly id: number }
  | { readonly type: "result"; readonly id: number; readonly value: unknown }
  | { readonly type: "error"; readonly id: number; readonly error: PlainError }
  | { readonly type: "aborted"; readonly id: number }
  | { readonly type: "event"; readonly name: string; readonly payload: unknown };

/** How a call is made: what to transfer, and how to cancel it. */
export interface CallOptions {
  readonly transfer?: Transferable[];
  readonly signal?: AbortSignal;
}

/** The asking side. */
export interface Client<Map extends CallMap> {
  /**
   * Settles by answer, abort or `close`, whichever comes first, and then never again.
   * @throws AppError of the other side, the platform's `AbortError`, or the error given to `close`
   */
  call<Name extends keyof Map & string>(
    name: Name,
    params: Params<Map, Name>,
    options?: CallOptions,
  ): Promise<Answer<Map, Name>>;
  /** Rejects everything pending and everything asked later: the other side is gone. */
  close(error: AppError): void;
}

interface Pending {
  resolve(value: never): void;
  reject(error: unknown): void;
}

function abortError(): DOMException {
  return new DOMException("The call was cancelled.", "AbortError");
}

/** Opens the asking side of a channel and listens to the events of the other. */
export function createClient<Map extends CallMap, EventMap extends object>(
  channel: Channel,
  listeners: Listeners<EventMap>,
): Client<Map> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let closedBy: AppError | undefined;

  const settle = (id: number): Pending | undefined => {
    const found = pending.get(id);
    pending.delete(id);
    return found;
  };
  const onMessage = ({ data }: MessageEvent): void => {
    const message = data as Message;
    switch (message.type) {
      case "result":
        settle(message.id)?.resolve(message.value as never);
        break;
      case "error":
        settle(message.id)?.reject(fromPlainError(message.error));
        break;
      case "aborted":
        settle(message.id)?.reject(abortError());
        break;
      case "event":
        listeners[message.name as keyof EventMap]?.(message.payload as EventMap[keyof EventMap]);
        break;
    }
  };
  channel.addEventListener("message", onMessage);

  return {
    call(name, params, { transfer = [], signal } = {}) {
      if (closedBy) return Promise.reject(closedBy);
      if (signal?.aborted) return Promise.reject(abortError());
      const id = nextId++;
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          channel.postMessage({ type: "abort", id } satisfies Message, []);
          settle(id)?.reject(abortError());
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        const done = (): void => signal?.removeEventListener("abort", onAbort);
        pending.set(id, {
          resolve: (value) => {
            done();
            resolve(value);
          },
          reject: (error) => {
            done();
            reject(error);
          },
        });
        try {
          channel.postMessage({ type: "call", id, name, params } satisfies Message, transfer);
        } catch (cause) {
          const reason = `${name}: ${reasonOf(cause)}`;
          settle(id)?.reject(new AppError("internal", { reason }, { cause }));
        }
      });
    },
    close(error) {
      if (closedBy) return;
      closedBy = error;
      channel.removeEventListener("message", onMessage);
      for (const id of [...pending.keys()]) settle(id)?.reject(error);
    },
  };
}

const handedOver = new WeakMap<object, Transferable[]>();

/** Marks what in an answer is transferred instead of copied; gives the answer back. */
export function handOver<T extends object>(answer: T, transfer: Transferable[]): T {
  handedOver.set(answer, transfer);
  return answer;
}

/** What an answer transfers, if a handler said so. */
function transferOf(reply: Message): Transferable[] {
  const value = reply.type === "result" ? reply.value : undefined;
  return (typeof value === "object" && value !== null && handedOver.get(value)) || [];
}

/** The answering side, as its owner sees it. */
export interface Server<EventMap extends object> {
  emit<Name extends keyof EventMap & string>(
    name: Name,
    payload: EventMap[Name],
    transfer?: Transferable[],
  ): void;
}

/** Opens the answering side of a channel. */
export function createServer<Map extends CallMap, EventMap extends object>(
  channel: Channel,
  handlers: Handlers<Map>,
): Server<EventMap> {
  const running = new Map<number, AbortController>();

  const answer = async (id: number, name: string, params: unknown): Promise<Message> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (!Object.hasOwn(handlers, name)) {
        throw new AppError("internal", { reason: `no call named ${name}` });
      }
      const handler = handlers[name as keyof Map];
      return { type: "result", id, value: await handler(params as never, controller.signal) };
    } catch (error) {
      if (controller.signal.aborted) return { type: "aborted", id };
      return { type: "error", id, error: toPlainError(error) };
    } finally {
      running.delete(id);
    }
  };
  channel.addEventListener("message", ({ data }) => {
    const message = data as Message;
    if (message.type === "abort") running.get(message.id)?.abort();
    if (message.type !== "call") return;
    void answer(message.id, message.name, message.params).then((reply) => {
      channel.postMessage(reply, transferOf(reply));
    });
  });

  return {
    emit(name, payload, transfer = []) {
      channel.postMessage({ type: "event", name, payload } satisfies Message, transfer);
    },
  };
}
