import { threadStore } from "#store";

/**
 * Answers a request for a model from this device's store, as a stream; single ranges too.
 * Undefined when the store does not have the whole file: the network has to answer.
 */
export async function answerModel(request: Request, sha256: string): Promise<Response | undefined> {
  const { models } = await threadStore();
  const file = await models.stat(sha256);
  if (!file?.complete) return undefined;
  const headers = new Headers({
    "Content-Type": "application/octet-stream",
    "Accept-Ranges": "bytes",
  });
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]) + 1, file.bytes) : file.bytes;
  if (range && start >= end) {
    headers.set("Content-Range", `bytes */${file.bytes}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set("Content-Length", String(end - start));
  if (range) headers.set("Content-Range", `bytes ${start}-${end - 1}/${file.bytes}`);
  const chunks = models.read(sha256, start, end);
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return();
    },
  });
  return new Response(body, { status: range ? 206 : 200, headers });
}
