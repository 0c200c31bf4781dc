import type { ElementType } from "./report.ts";

const bitsOf: Readonly<Record<ElementType, number>> = {
  float32: 32,
  float16: 16,
  bfloat16: 16,
  float64: 64,
  float8: 8,
  float4: 4,
  int2: 2,
  int4: 4,
  uint4: 4,
  int8: 8,
  uint8: 8,
  int16: 16,
  uint16: 16,
  int32: 32,
  uint32: 32,
  int64: 64,
  uint64: 64,
  bool: 8,
  string: 128,
  complex64: 64,
  complex128: 128,
  resource: 0,
  unknown: 32,
};

/** Bytes of `elements` packed elements; a string counts as 16, an unknown type as 4. */
export function bytesOf(dtype: ElementType, elements: number): number {
  return Math.ceil((bitsOf[dtype] * elements) / 8);
}

/** Elements of a shape; `null` where a dimension is dynamic or the product is no safe number. */
export function elementsOf(shape: readonly (number | null)[] | null): number | null {
  if (shape === null) return null;
  let product = 1;
  for (const size of shape) {
    if (size === null || size < 0) return null;
    product *= size;
  }
  return Number.isSafeInteger(product) ? product : null;
}
