import { expect, it } from "vitest";
import { savesBytes } from "./saves-bytes.ts";

it.each([
  [{ onLine: true }, false],
  [{ onLine: true, connection: { saveData: false, type: "wifi" } }, false],
  [{ onLine: false }, true],
  [{ onLine: true, connection: { saveData: true } }, true],
  [{ onLine: true, connection: { type: "cellular" } }, true],
])("of %o tells whether bytes are dear: %s", (facts, dear) => {
  expect(savesBytes(facts)).toBe(dear);
});
