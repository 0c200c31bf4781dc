import { maskPng } from "#exports";
import type { ExportCalls, Handlers } from "#protocol";
import { composesFrames } from "#tasks";
import { makeStill } from "./media/make-still.ts";
import { openPicture } from "./open-picture.ts";
import type { Pictures } from "./pictures.ts";

/** Makes the calls that make files to take away: one picture is held at a time. */
export function createExports(pictures: Pick<Pictures, "run">): Handlers<ExportCalls> {
  return {
    async exportPicture({ id, file, name, options, result }, signal) {
      const composes = composesFrames(options.task, options.options);
      // What was found before may be of other options: what is hidden is looked for anew.
      const found = composes
        ? await pictures.run({ id, file, name, options, thumbnailSide: null, show: false })
        : { result };
      signal.throwIfAborted();
      const { image } = await openPicture({ file, name });
      try {
        const extension = isJpeg(file, name) ? "jpg" : "png";
        const type = extension === "jpg" ? "image/jpeg" : "image/png";
        const frame = { image, result: found.result, options: options.options };
        return { blob: await makeStill(frame, type), extension };
      } finally {
        image.close();
      }
    },
    async exportMask({ mask, size }, signal) {
      const parts: BlobPart[] = [];
      for (const bytes of maskPng(mask, size)) {
        parts.push(Uint8Array.from(bytes));
        signal.throwIfAborted();
      }
      return { blob: new Blob(parts, { type: "image/png" }) };
    },
  };
}

/** What was squeezed before may be squeezed again; every other picture stays as sharp as it is. */
function isJpeg({ type }: Blob, name: string): boolean {
  return type === "" ? /\.jpe?g$/i.test(name) : type === "image/jpeg";
}
