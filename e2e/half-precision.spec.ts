import type { Page } from "@playwright/test";
import { expect, type Report, reportWhere, test } from "./support/app.ts";
import { softwareGpu } from "./support/trial-page.ts";

/** A row of the table of candidates, as the report tells it. */
interface Row {
  readonly variant: string;
  readonly backend: string;
  readonly precision: string;
  readonly correct: boolean;
  readonly medianMs?: number;
  readonly reason?: string;
}

interface TunedReport extends Report {
  readonly variant: string | null;
  readonly candidates: readonly Row[];
}

/** What the benchmark's report tells of a way. */
interface Way {
  readonly at: string;
  readonly variant: string;
  readonly reason?: string;
  readonly agreement: { readonly worst: number; readonly tolerance: number } | null;
}

const lack = "this GPU does not compute in half precision";
const halves = { variant: "onnx-fp16-math", precision: "fp16 weights, fp16 arithmetic" };
/** One small model a frame: a software GPU takes its time. */
const query = "task=pose&source=sample&start&engine=onnx&tune=off&governor=off&debug";

// A software GPU computes slowly, and compiles every shader anew.
test.describe.configure({ timeout: 900_000 });

function computesInHalves(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
    return adapter?.features.has("shader-f16") ?? false;
  });
}

async function rowsWhere(page: Page, what: string, holds: (rows: readonly Row[]) => boolean) {
  const inHalves = ({ candidates }: TunedReport) =>
    candidates.filter(({ variant }) => variant === halves.variant);
  const report = await reportWhere(
    page,
    what,
    (one) => holds(inHalves(one as TunedReport)),
    600_000,
  );
  return { report: report as TunedReport, rows: inHalves(report as TunedReport) };
}

test("models in half precision are measured where the GPU computes in halves, and elsewhere the table says why not", async ({
  open,
  server,
}) => {
  const { page } = await open({ flags: softwareGpu, query: "place=benchmark" });
  const able = await computesInHalves(page);
  // A GPU without halves may be the one of Chromium itself, on which one start of this network takes minutes.
  const backend = able ? "webgpu" : "wasm";
  await page.goto(`${server.url}/?${query}${able ? "&backend=webgpu" : ""}`);
  const first = await reportWhere(
    page,
    "a person",
    ({ frames, people }) => frames.processed > 0 && people > 0,
    600_000,
  );
  // Nobody measured anything yet: it begins with what computes in floats.
  expect(first).toMatchObject({ engine: "onnx", variant: "onnx-fp16", backend });
  const stored = first.store.length;
  test.info().annotations.push({ type: "shader-f16", description: String(able) });

  await page.getByTestId("open-truth").first().click();
  await page.getByTestId("tune-now").click();
  const settled = (rows: readonly Row[]) =>
    rows.length === 1 &&
    rows.every(({ correct, reason = "" }) => correct || !reason.startsWith("not measured"));
  const { rows, report } = await rowsWhere(page, "a verdict on halves", settled);
  const shown = page
    .getByTestId("candidates")
    .getByRole("row")
    .filter({ hasText: "half precision" });
  await expect(shown).toHaveCount(1);
  for (const row of rows) expect(row).toMatchObject({ ...halves, backend: "webgpu" });
  if (able) {
    for (const { correct, medianMs, reason } of rows) {
      expect({ correct, reason }).toEqual({ correct: true, reason: undefined });
      expect(medianMs).toBeGreaterThan(0);
    }
    expect(report.store.length, "they were fetched to be measured").toBeGreaterThan(stored);
  } else {
    // That the processor plays the GPU is found out first.
    const reasons = new RegExp(`${lack}|this GPU is software`);
    for (const { correct, reason } of rows) {
      expect({ correct, reason }).toEqual({
        correct: false,
        reason: expect.stringMatching(reasons),
      });
    }
    await expect(shown).toContainText(reasons);
    expect(report).toMatchObject({ engine: "onnx", variant: "onnx-fp16", refused: [] });
    expect(report.store.length, "nothing was fetched for it").toBe(stored);
  }
});

test("the benchmark tells how far half precision is off, or why it is not here", async ({
  open,
}) => {
  const { page } = await open({ flags: softwareGpu, query: "place=benchmark&bench-runs=2" });
  await page.getByTestId("bench-model").selectOption("facemesh");
  const ways = page.locator(".bench-ways");
  const pill = ways.getByRole("checkbox", { name: halves.precision });
  // On the processor there is no such way: one, or none.
  if (await computesInHalves(page)) {
    await expect(pill).toHaveCount(1, { timeout: 60_000 });
    const chosen = ways.getByRole("checkbox", { checked: true });
    while ((await chosen.count()) > 0) await chosen.first().press("Space");
    await pill.press("Space");
    await page.getByTestId("bench-start").click();
    const told = page.getByTestId("bench-report");
    await expect(told).toBeAttached({ timeout: 600_000 });
    const { candidates } = JSON.parse((await told.textContent()) ?? "") as {
      readonly candidates: readonly Way[];
    };
    expect(candidates).toMatchObject([{ at: "measured", variant: halves.variant }]);
    const [{ agreement }] = candidates as readonly [Way];
    test.info().annotations.push({ type: "agreement", description: JSON.stringify(agreement) });
    expect(agreement?.worst).toBeGreaterThan(0);
    expect(agreement?.worst).toBeLessThanOrEqual(agreement?.tolerance ?? 0);
    await expect(page.locator(".bench-results")).toContainText("half precision");
  } else {
    const absent = ways.locator("details li").filter({ hasText: "half precision" });
    await expect(absent).toHaveCount(1, { timeout: 60_000 });
    await expect(absent).toContainText(lack);
    await expect(pill).toHaveCount(0);
  }
});
