import { bringOnce } from "./bring-once.ts";
import type { Recorder, RecorderParts } from "./recorder.ts";

/**
 * Brings stills and recordings into the state once something runs, or at once where an earlier visit left a
 * recording; returns how to bring them. Until then nothing of them is on the page.
 */
export function recorderLater({ app, kept, ...parts }: RecorderParts): () => void {
  const bring = bringOnce(async (): Promise<Recorder> => {
    const { createRecorder } = await import("./recorder.ts");
    const recorder = createRecorder({ app, kept, ...parts });
    app.setState({ recorder });
    return recorder;
  });
  // Without them everything else goes on; the next start asks for them again.
  const fetchOnce = (): void => void bring().catch(() => undefined);
  void kept
    .then((store) => store?.recordings.list())
    .then((left = []) => {
      if (left.length > 0) fetchOnce();
    })
    .catch(() => undefined);
  return fetchOnce;
}
