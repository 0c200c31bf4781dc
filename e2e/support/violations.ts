import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

/** The rules of WCAG 2.2 AA and good practice that the screen breaks, with the elements that do. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated, not injected as a <script>: the policy of the page forbids that.
  await page.evaluate(axe);
  const results = (await page.evaluate("axe.run()")) as AxeResults;
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}
