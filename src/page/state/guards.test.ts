import { expect, it } from "vitest";
import { honoursAllowlist } from "./guards.ts";

it.each([
  [undefined, false],
  [{}, false],
  [{ brands: [{ brand: "Chromium", version: "151" }] }, false],
  [{ brands: [{ brand: "Not)A;Brand", version: "999" }] }, false],
  [
    {
      brands: [
        { brand: "Not)A;Brand", version: "8" },
        { brand: "Chromium", version: "152" },
      ],
    },
    true,
  ],
])("a browser of %j honours the allowlist: %s", (brands, honours) => {
  expect(honoursAllowlist(brands)).toBe(honours);
});
