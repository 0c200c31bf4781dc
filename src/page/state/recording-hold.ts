/** A tab's hold on its recording: other tabs leave it alone as long as this tab lives. */
export interface RecordingHold {
  release(): void;
}

function lockOf(id: string): string {
  return `localens-recording-${id}`;
}

/** Holds a recording by a Web Lock, which the browser releases when the tab is closed. */
export function holdRecording(id: string): RecordingHold {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Without locks a second tab may offer what the first one records; it is only offered, never taken.
  void navigator.locks?.request(lockOf(id), () => released);
  return { release };
}

/** Whether a tab records this just now. */
export async function isHeld(id: string): Promise<boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.some(({ name }) => name === lockOf(id));
}
