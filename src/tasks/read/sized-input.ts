import type { InputSpec } from "#shared";

const made = new WeakMap<InputSpec, Map<string, InputSpec>>();

/** White: transparent pictures with text are made for light pages, and bars look like paper. */
const ground = 255;

/**
 * A model's input at another size, for models that take any, on a white ground. The same object for the
 * same size, always: buffers are kept for each input, so callers must keep to few sizes.
 */
export function sizedInput(input: InputSpec, width: number, height: number): InputSpec {
  let sizes = made.get(input);
  if (!sizes) {
    sizes = new Map();
    made.set(input, sizes);
  }
  const key = `${width}×${height}`;
  const sized = sizes.get(key) ?? { ...input, width, height, padByte: ground };
  sizes.set(key, sized);
  return sized;
}
