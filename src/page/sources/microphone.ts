import { AppError, reasonOf } from "#shared";
import workletUrl from "./sound-worklet.ts?worker&url";

/** A microphone that is open: it hears from `open` to `close`, and at no other time. */
export interface Microphone {
  /** A new way for a worker to hear it; the one before gets nothing more. Transfer it. */
  port(): MessagePort;
  close(): void;
}

/**
 * Asks for the microphone, apart from the camera.
 * @throws AppError `microphone-refused`
 */
export async function openMicrophone(): Promise<Microphone> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (cause) {
    throw new AppError("microphone-refused", { reason: reasonOf(cause) }, { cause });
  }
  const context = new AudioContext();
  const close = (): void => {
    for (const track of stream.getTracks()) track.stop();
    void context.close().catch(() => undefined);
  };
  try {
    await context.audioWorklet.addModule(workletUrl);
    await context.resume();
  } catch (cause) {
    close();
    throw new AppError("microphone-refused", { reason: reasonOf(cause) }, { cause });
  }
  const tap = new AudioWorkletNode(context, "sound-tap", { numberOfOutputs: 0 });
  context.createMediaStreamSource(stream).connect(tap);
  return {
    port() {
      const { port1, port2 } = new MessageChannel();
      tap.port.postMessage(port1, [port1]);
      return port2;
    },
    close,
  };
}
