import { filesOf, type ModelCard, type PinnedFile } from "#shared";
import { downloadModel } from "../model-download.ts";
import { browserFiles } from "../model-files.ts";
import { openModelSink } from "../model-sink.ts";

/** Smaller files arrive in one piece, and cannot be cut in the middle. */
const leastBytes = 100_000;

/**
 * Downloads a file of a model into memory while this worker's fetches fail: the first is refused, the second
 * breaks in the middle, and from the third on the network is back.
 * @throws AppError `offline` where there is no network to begin with; what the download throws
 */
export async function cutNetwork(
  card: ModelCard,
  onTrouble: (kind: "network-cut") => void,
): Promise<void> {
  const file = smallestOf(card);
  const whole = globalThis.fetch;
  let asked = 0;
  globalThis.fetch = async (input, init) => {
    asked += 1;
    if (asked === 1) throw new TypeError("made to fail as without a network");
    const response = await whole(input, init);
    return asked === 2 ? brokenOff(response, file.bytes / 2) : response;
  };
  try {
    const sink = await openModelSink(file, undefined);
    const platform = { ...browserFiles, onTrouble };
    const { signal } = new AbortController();
    await downloadModel(file, browserFiles.url(file), sink, platform, signal, () => {});
    if (!(await sink.verify())) throw new TypeError("what arrived is not the file");
  } finally {
    globalThis.fetch = whole;
  }
}

function smallestOf(card: ModelCard): PinnedFile {
  // What only some devices can run is fetched for no other reason.
  const variants = card.variants.filter(({ needs }) => needs === undefined);
  const files = variants.flatMap((variant) => [...filesOf(card, variant)]);
  const bySize = files.sort((a, b) => a.bytes - b.bytes);
  const file = bySize.find(({ bytes }) => bytes >= leastBytes) ?? bySize.at(-1);
  if (!file) throw new TypeError("the model has no file");
  return file;
}

/** The same answer, whose connection breaks after so many bytes. */
function brokenOff(response: Response, afterBytes: number): Response {
  let passed = 0;
  const breaking = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, controller) {
      const left = afterBytes - passed;
      passed += part.byteLength;
      if (left > 0) controller.enqueue(part.subarray(0, left));
      if (passed >= afterBytes) controller.error(new TypeError("made to break off"));
    },
  });
  const { status, statusText, headers, body } = response;
  return new Response(body?.pipeThrough(breaking) ?? null, { status, statusText, headers });
}
