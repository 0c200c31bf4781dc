/** What a peer's page tells the benchmark. */
export interface PeerState {
  frames: number;
  /** Milliseconds of each frame, capture to result. */
  readonly agesMs: number[];
  /** Milliseconds that each frame was worked on. */
  readonly worksMs: number[];
  firstResultMs: number;
  /** What the last frame held: proof that the peer sees something. */
  found: number;
}

/** Opens the camera as the peers' own examples do. */
export async function openCamera(): Promise<HTMLVideoElement> {
  const video = document.createElement("video");
  document.body.append(video);
  video.muted = true;
  const constraints = { video: { width: 640, height: 480 } };
  video.srcObject = await navigator.mediaDevices.getUserMedia(constraints);
  await video.play();
  return video;
}

/** Looks at frame after frame, for ever, and counts; `look` says how much it found. */
export async function loop(
  video: HTMLVideoElement,
  look: (video: HTMLVideoElement) => number | Promise<number>,
): Promise<never> {
  const state: PeerState = { frames: 0, agesMs: [], worksMs: [], firstResultMs: 0, found: 0 };
  Object.assign(window, { peer: state });
  let capturedAt = performance.now();
  const onFrame = (now: number, metadata: VideoFrameCallbackMetadata): void => {
    capturedAt = metadata.captureTime ?? now;
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);
  for (;;) {
    const start = performance.now();
    const captured = capturedAt;
    state.found = await look(video);
    const end = performance.now();
    if (state.frames === 0) state.firstResultMs = end;
    state.frames += 1;
    state.agesMs.push(end - captured);
    state.worksMs.push(end - start);
    await new Promise(requestAnimationFrame);
  }
}
