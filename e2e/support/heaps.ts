import type { Page } from "@playwright/test";

/** The heaps of a page and of one of its workers, as the browser's debugger tells them. */
export interface Heaps {
  /**
   * Bytes in use after garbage was collected: objects and array buffers. The browser's own objects behind them
   * are left out: it lets go of those when it likes.
   */
  collectedBytes(): Promise<{ readonly page: number; readonly worker: number }>;
}

/** https://chromedevtools.github.io/devtools-protocol/tot/Runtime/#method-getHeapUsage */
interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

type Send = (method: string) => Promise<unknown>;

/**
 * Opens the heaps of a page and of its worker whose address fits: the oldest, where another stands by for a
 * moment. Only of that one: the threads of an engine wait for work where no debugger reaches them.
 */
export async function openHeaps(page: Page, worker: RegExp): Promise<Heaps> {
  const session = await page.context().newCDPSession(page);
  const waiting = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  let workerSessions: readonly string[] = [];
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type !== "worker" || !worker.test(targetInfo.url)) return;
    workerSessions = [...workerSessions, sessionId];
  });
  session.on("Target.detachedFromTarget", ({ sessionId }) => {
    workerSessions = workerSessions.filter((one) => one !== sessionId);
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  await session.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const sendToPage: Send = (method) => session.send(method as "Runtime.getHeapUsage");
  const sendToWorker: Send = async (method) => {
    const [workerSession] = workerSessions;
    if (workerSession === undefined) throw new Error(`no worker like ${worker}`);
    lastId += 1;
    const id = lastId;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    await session.send("Target.sendMessageToTarget", {
      sessionId: workerSession,
      message: JSON.stringify({ id, method, params: {} }),
    });
    return answer;
  };
  return {
    collectedBytes: async () => ({
      page: await collected(sendToPage),
      worker: await collected(sendToWorker),
    }),
  };
}

async function collected(send: Send): Promise<number> {
  // A second time for what only finalisers let go of.
  for (let time = 0; time < 2; time += 1) await send("HeapProfiler.collectGarbage");
  const usage = (await send("Runtime.getHeapUsage")) as HeapUsage;
  return usage.usedSize + usage.backingStorageSize;
}
