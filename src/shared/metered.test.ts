import { expect, it } from "vitest";
import { isMetered } from "./metered.ts";

it.each([
  [{}, false],
  [{ effectiveType: "4g", type: "wifi" }, false],
  [{ saveData: true, type: "wifi" }, true],
  [{ type: "cellular" }, true],
  [{ effectiveType: "2g" }, true],
])("takes %j as metered: %s", (connection, metered) => {
  expect(isMetered(connection)).toBe(metered);
});
