import { limits } from "../limits.ts";
import { refuse } from "../refuse.ts";

const [quote, backslash, comma, openList, closeList, openTable, closeTable] = [
  0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d,
];

/**
 * Looks over JSON before it is parsed: few enough values to be held, none nested without end. Whether it
 * is JSON at all is for the parser to say.
 * @throws AppError `model-refused`: `too-large`, `too-deep`
 */
export function guardJson(file: string, bytes: Uint8Array): void {
  if (bytes.length > limits.jsonBytes) refuse("too-large", file, `${bytes.length} bytes of JSON`);
  let values = 0;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) {
      inText = true;
    } else if (byte === comma) {
      values += 1;
    } else if (byte === openList || byte === openTable) {
      values += 1;
      depth += 1;
      if (depth > limits.jsonDepth) refuse("too-deep", file, `${depth} values within each other`);
    } else if (byte === closeList || byte === closeTable) {
      depth -= 1;
    }
  }
  if (values > limits.jsonValues) refuse("too-large", file, `${values} values`);
}
