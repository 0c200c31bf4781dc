import type { Page } from "@playwright/test";
import { expect, type Report, readReport, reportWhere, test } from "./support/app.ts";

/** The report, as far as this story reads more of it than others. */
interface GovernedReport extends Report {
  readonly fps: number;
  readonly governor: {
    readonly state: string;
    readonly reason: string | null;
    readonly framesPerSecond: number | null;
    readonly log: readonly { readonly state: string; readonly atMs: number }[];
  };
}

/** Stands in for what headless Chromium lacks, before the app: the page tells what the story says. */
function pressureDouble(): void {
  const observers: ((records: { state: string }[]) => void)[] = [];
  class PressureObserver {
    readonly onChange: (records: { state: string }[]) => void;
    constructor(onChange: (records: { state: string }[]) => void) {
      this.onChange = onChange;
    }
    async observe(): Promise<void> {
      observers.push(this.onChange);
      this.onChange([{ state: "nominal" }]);
    }
  }
  Object.assign(window, {
    PressureObserver,
    tellPressure(state: string) {
      for (const onChange of observers) onChange([{ state }]);
    },
  });
}

function tellPressure(page: Page, state: string): Promise<void> {
  return page.evaluate((told) => {
    (window as unknown as { tellPressure(state: string): void }).tellPressure(told);
  }, state);
}

async function governedWhere(
  page: Page,
  what: string,
  holds: (report: GovernedReport) => boolean,
): Promise<GovernedReport> {
  return (await reportWhere(page, what, (one) => holds(one as GovernedReport))) as GovernedReport;
}

/** Frames a second that were really run, counted over a while. */
async function rateOver(page: Page, seconds: number): Promise<number> {
  const from = await readReport(page);
  const startMs = Date.now();
  await page.waitForTimeout(seconds * 1000);
  const to = await readReport(page);
  return ((to.frames.processed - from.frames.processed) * 1000) / (Date.now() - startMs);
}

test("a hot device runs fewer frames, then a smaller model, says so, and goes back when it is cool", async ({
  open,
}) => {
  const { page } = await open({
    query: "task=segment&source=sample&start&backend=wasm",
    governed: true,
    before: pressureDouble,
  });
  const running = await governedWhere(
    page,
    "frames at full speed, looked at",
    ({ frames, governor }) => frames.processed > 20 && governor.state === "full",
  );
  expect(running.governor).toMatchObject({ reason: null, framesPerSecond: null, log: [] });
  await expect(page.getByTestId("open-truth").first()).toContainText("On device");
  await page.getByTestId("open-truth").first().click();
  const section = page.getByTestId("governor");
  await expect(section).toContainText("pressure");
  const full = await rateOver(page, 2);

  await tellPressure(page, "critical");
  await expect(section).toHaveAttribute("data-state", "slower");
  await expect(section).toContainText("Slowed to keep the device cool.");
  const { governor } = await governedWhere(page, "the rate", ({ governor: one }) =>
    Boolean(one.framesPerSecond),
  );
  expect(governor.reason).toBe("pressure");
  const most = governor.framesPerSecond ?? 0;
  const slower = await rateOver(page, 3);
  test.info().annotations.push({ type: "frames a second", description: `${full} → ${slower}` });
  expect(slower).toBeLessThanOrEqual(most + 1);
  expect(slower).toBeLessThan(full);

  await expect(section).toHaveAttribute("data-state", "smaller");
  await governedWhere(
    page,
    "frames of the smaller model",
    ({ model }) => model === "selfie-landscape",
  );

  await tellPressure(page, "nominal");
  await expect(section).toHaveAttribute("data-state", "slower");
  await governedWhere(page, "the first model again", ({ model }) => model === "selfie-square");

  // The person wants no more of it: full speed at once.
  await section.getByTestId("governor-on").click();
  await expect(section).toHaveAttribute("data-state", "off");
  const off = await governedWhere(page, "full speed", ({ fps }) => fps > most + 1);
  expect(off.governor.framesPerSecond).toBe(null);
  expect(off.governor.log.map(({ state }) => state)).toEqual([
    "slower",
    "smaller",
    "slower",
    "off",
  ]);
  expect(off.refused).toEqual([]);

  await page.reload();
  await governedWhere(
    page,
    "the choice, remembered",
    ({ governor: one, frames }) =>
      frames.processed > 0 && one.state === "off" && one.reason === "choice",
  );
});
