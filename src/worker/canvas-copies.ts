import { AppError } from "#shared";
import type { Frame } from "./frames.ts";
import type { ShownImage } from "./overlay.ts";
import { toOwnPixels } from "./preprocess/frame-planes.ts";

/** The types do not know yet that frames are converted: https://w3c.github.io/webcodecs/#dom-videoframecopytooptions-format */
interface InRgba extends VideoFrameCopyToOptions {
  readonly format: "RGBA";
}
const inRgba: InRgba = { format: "RGBA" };

/** A canvas in memory, and the bytes that frames come in. */
interface Sheet {
  readonly context: OffscreenCanvasRenderingContext2D;
  readonly bytes: ImageData;
}

/**
 * Copies frames to canvases that are used again once their copy is closed: after the first two frames no
 * memory is taken. Undefined for frames that this browser does not convert to RGBA, and for turned ones.
 */
export function createCanvasCopies(): (frame: Frame) => Promise<ShownImage | undefined> {
  let free: Sheet[] = [];
  let refused = false;
  const take = (width: number, height: number): Sheet => {
    const fits = ({ bytes }: Sheet): boolean => bytes.width === width && bytes.height === height;
    // Sheets of another size are of another source.
    free = free.filter(fits);
    return free.pop() ?? createSheet(width, height);
  };

  return async ({ image, size: { width, height } }) => {
    if (refused || !(image instanceof VideoFrame) || !isConverted(image)) return undefined;
    const sheet = take(width, height);
    try {
      await image.copyTo(sheet.bytes.data, inRgba);
    } catch {
      refused = true;
      return undefined;
    }
    sheet.context.putImageData(sheet.bytes, 0, 0);
    let open = true;
    return {
      get image() {
        // It shows another frame by now.
        if (!open) throw new AppError("internal", { reason: "a closed copy was asked for" });
        return sheet.context.canvas;
      },
      close() {
        if (open) free.push(sheet);
        open = false;
      },
    };
  };
}

function createSheet(width: number, height: number): Sheet {
  const options = { alpha: false, willReadFrequently: true } as const;
  const context = new OffscreenCanvas(width, height).getContext("2d", options);
  if (!context) throw new AppError("internal", { reason: `no canvas of ${width} × ${height}` });
  return { context, bytes: new ImageData(width, height) };
}

/** Whether a frame is in YUV, lies as it is shown, and would be handed out as RGBA. */
function isConverted(frame: VideoFrame): boolean {
  const { a, b, c, d, e, f } = toOwnPixels(frame);
  if (a !== 1 || d !== 1 || b !== 0 || c !== 0 || e !== 0 || f !== 0) return false;
  if (frame.format !== "I420" && frame.format !== "NV12") return false;
  try {
    // A browser that knows of no conversion answers for the frame as it is, in half as many bytes.
    return frame.allocationSize(inRgba) === frame.displayWidth * frame.displayHeight * 4;
  } catch {
    return false;
  }
}
