import type { BoxDecoder } from "./box-decoder.ts";
import { cornersOf } from "./min-area-rectangle.ts";
import { misfit, outputNamed } from "./output-named.ts";
import { ppocrLimits, textRegions } from "./text-regions.ts";

/**
 * Lines of text in a map of how surely each pixel is text, `[1, 1, H, W]`, 0 … 1, as turned boxes: Liao et
 * al., "Real-time Scene Text Detection with Differentiable Binarization", arXiv 1911.08947 (PP-OCR's
 * finders among others).
 */
export const decodeTextMap: BoxDecoder<"text-map"> = (outputs, { output }, input, minScore) => {
  const { data, name, shape } = outputNamed(outputs, output);
  const [height = 0, width = 0] = shape.filter((size) => size !== 1).slice(-2);
  if (!(data instanceof Float32Array) || width * height === 0 || data.length !== width * height) {
    misfit(name, `[${shape}] is no map`);
  }
  const [scaleX, scaleY] = [input.width / width, input.height / height];
  const limits = { ...ppocrLimits, score: Math.max(minScore, ppocrLimits.pixel) };
  return textRegions(data, width, height, limits).map(({ region, score }) => {
    const placed = {
      centerX: region.centerX * scaleX,
      centerY: region.centerY * scaleY,
      width: region.width * scaleX,
      height: region.height * scaleY,
      rotation: region.rotation,
    };
    const corners = cornersOf(placed);
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const box = [left, top, Math.max(...xs) - left, Math.max(...ys) - top] as const;
    return { classId: 0, score: Math.min(1, score), box, region: placed };
  });
};
