import { AppError, type InputSpec, type Placement, place } from "#shared";
import { createConverter, createInputTensor } from "./convert.ts";
import type { Preprocess } from "./preprocess.ts";

/**
 * Preprocessing on the CPU: one canvas at the model's size, one typed array, both reused; the only thing
 * that each frame allocates is what `getImageData` hands out.
 */
export function createCpuPreprocess(input: InputSpec): Preprocess {
  const { width, height, fit, padByte } = input;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  if (!context) throw new AppError("internal", { reason: "no 2D context for preprocessing" });
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "medium";
  context.fillStyle = `rgb(${padByte} ${padByte} ${padByte})`;
  const converter = createConverter(input);
  const tensor = createInputTensor(input);
  let placement: Placement | undefined;
  let placedWidth = 0;
  let placedHeight = 0;

  return {
    path: "cpu",
    input,
    fit(image, size) {
      let moved = false;
      if (!placement || placedWidth !== size.width || placedHeight !== size.height) {
        placement = place(size, input, fit);
        placedWidth = size.width;
        placedHeight = size.height;
        moved = true;
      }
      // Bars stay from frame to frame; a bitmap may be transparent and would show the frame before.
      if (moved || image instanceof ImageBitmap) context.fillRect(0, 0, width, height);
      context.drawImage(
        image,
        placement.offsetX,
        placement.offsetY,
        size.width * placement.scaleX,
        size.height * placement.scaleY,
      );
      converter.convert(context.getImageData(0, 0, width, height).data, 4, tensor.data);
      return { tensor, placement };
    },
  };
}
