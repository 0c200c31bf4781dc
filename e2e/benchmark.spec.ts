import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "./support/app.ts";
import { violations } from "./support/violations.ts";

/** The report, as far as this story reads it. */
interface BenchReport {
  readonly model: { readonly id: string; readonly title: string };
  readonly conditions: { readonly ended: string; readonly length: string };
  readonly candidates: readonly {
    readonly at: string;
    readonly engine: string;
    readonly threads: number;
    readonly stages: Record<string, { readonly runs: number; readonly p50Ms: number }>;
    readonly agreement: { readonly worst: number; readonly tolerance: number };
  }[];
}

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
const schemas = [
  "public/schemas/localens.benchmark.v1.json",
  "e2e/support/benchmark-app-report.json",
].map((path) => ajv.compile(JSON.parse(readFileSync(path, "utf8"))));

async function reportOf(page: Page): Promise<BenchReport> {
  const report = page.getByTestId("bench-report");
  await expect(report).toBeAttached({ timeout: 90_000 });
  return JSON.parse((await report.textContent()) ?? "") as BenchReport;
}

async function compareWith(page: Page, report: unknown): Promise<void> {
  const text = typeof report === "string" ? report : JSON.stringify(report);
  const buffer = Buffer.from(text);
  const file = { name: "phone.json", mimeType: "application/json", buffer };
  await page.getByTestId("bench-compare-input").setInputFiles(file);
}

test("two engines are measured by keyboard, told in a report, and compared; what ran before goes on", async ({
  open,
}) => {
  const { page } = await open({
    query: "task=faces&source=sample&start&backend=wasm&bench-runs=12",
    viewport: { width: 390, height: 844 },
  });
  const status = page.getByTestId("status");
  await expect(status).toHaveAttribute("data-state", "running");
  await page.getByTestId("place-benchmark").click();
  await expect(status).toHaveAttribute("data-state", "idle");

  await expect(page.getByTestId("bench-model")).toHaveValue("blazeface");
  const onnx = page.getByTestId(/^bench-way-onnx-wasm/).and(page.locator(":checked"));
  await onnx.focus();
  await page.keyboard.press("Space");
  await expect(page.locator(".bench-ways :checked")).toHaveCount(2);
  expect(await violations(page), "before").toEqual([]);
  await page.getByTestId("bench-start").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("bench-cancel")).toBeFocused();
  expect(await violations(page), "measuring").toEqual([]);

  const report = await reportOf(page);
  await expect(page.getByRole("heading", { name: report.model.title })).toBeFocused();
  for (const validate of schemas) expect(validate(report) ? null : validate.errors).toBeNull();
  expect(report.conditions).toMatchObject({ ended: "finished", length: "short" });
  expect(report.candidates.map(({ engine }) => engine).sort()).toEqual(["litert", "tfjs"]);
  for (const { at, stages, agreement } of report.candidates) {
    expect(at).toBe("measured");
    expect(agreement.worst).toBeLessThanOrEqual(agreement.tolerance);
    for (const stage of ["preprocess", "infer", "endToEnd"]) expect(stages[stage]?.runs).toBe(12);
    expect(stages.infer?.p50Ms).toBeGreaterThan(0);
  }

  // With itself everything is equal.
  await compareWith(page, report);
  const pairs = page.getByTestId("bench-pair");
  await expect(pairs).toHaveCount(2);
  for (const pair of await pairs.all()) {
    expect((await pair.textContent())?.match(/[\d.]+×/g)).toEqual(Array(5).fill("1.0×"));
  }
  await expect(page.locator(".bench-plot canvas")).toHaveCount(2);
  for (const summary of await page.locator(".bench-results summary").all()) await summary.click();
  for (const [colorScheme, size] of [
    ["dark", { width: 390, height: 844 }],
    ["light", { width: 1440, height: 900 }],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    expect(await violations(page), colorScheme).toEqual([]);
    const { needs, has } = await page.evaluate(() => {
      const place = document.querySelector(".place");
      return { needs: place?.scrollWidth ?? 0, has: place?.clientWidth ?? 0 };
    });
    expect(needs, "nothing is wider than the screen").toBeLessThanOrEqual(has);
  }

  await compareWith(page, { ...report, model: { ...report.model, id: "another" } });
  await expect(page.getByTestId("bench-different")).toContainText("different models");
  await compareWith(page, JSON.stringify(report).replace('"cores":', '"kernels":'));
  await expect(page.getByTestId("bench-refused")).toContainText("device.cores");

  const saving = page.waitForEvent("download");
  await page.getByTestId("bench-save").click();
  const saved = await (await saving).path();
  expect(JSON.parse(readFileSync(saved, "utf8"))).toEqual(report);
  const drawing = page.waitForEvent("download");
  await page.getByTestId("bench-share").click();
  const picture = readFileSync(await (await drawing).path());
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  expect(picture.readUInt32BE(16), "its width").toBe(1920);

  // Cancelled, it keeps what there is.
  await page.getByTestId("bench-start").click();
  await page.getByTestId("bench-cancel").click();
  expect((await reportOf(page)).conditions.ended).toBe("cancelled");
  await page.getByTestId("place-live").click();
  await expect(status).toHaveAttribute("data-state", "running");
});
