const { port1, port2 } = new MessageChannel();
let waiting: (() => void)[] = [];

port1.onmessage = () => {
  const due = waiting;
  waiting = [];
  for (const resolve of due) resolve();
};

/**
 * Resolves in a later task of this thread, after messages and timers that are already due.
 * A wasm engine computes synchronously: without this, calls and heartbeats would wait for the camera to stop.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(undefined);
  });
}
