import type { Page } from "@playwright/test";
import { expect, type Report, reportWhere, type StoryServer, test } from "./support/app.ts";

/** The report, as far as this story reads more of it than others. */
interface TunedReport extends Report {
  readonly variant: string | null;
  readonly candidates: readonly CandidateRow[];
}

interface CandidateRow {
  readonly engine: string;
  readonly backend: string;
  readonly threads: number;
  readonly correct: boolean;
  readonly medianMs?: number;
  readonly reason?: string;
}

async function tunedWhere(
  page: Page,
  what: string,
  holds: (report: TunedReport) => boolean,
): Promise<TunedReport> {
  const report = await reportWhere(page, what, (one) => holds(one as TunedReport));
  return report as TunedReport;
}

/** The requests for models, engine code and engine wasm. */
function heavy(server: StoryServer): string[] {
  return server.asked.filter((path) => /^\/(models|engines)\/|^\/assets\/engine-/.test(path));
}

/**
 * Rewrites the kept times, as another device would have measured them: LiteRT is the fastest by far and
 * starts slowly, TF.js starts at once. Runs in the page.
 */
async function pretendSlowStart(): Promise<void> {
  const opening = indexedDB.open("localens");
  await new Promise((done) => opening.addEventListener("success", done));
  const store = opening.result.transaction("tuning", "readwrite").objectStore("tuning");
  const reading = store.get("tuned movenet-lightning");
  await new Promise((done) => reading.addEventListener("success", done));
  const times: Record<string, object> = {
    litert: { medianMs: 1, spreadMs: 0, startMs: 9_000 },
    tfjs: { medianMs: 50, spreadMs: 0, startMs: 10 },
  };
  const rows = (reading.result as { engine: string }[]).map((row) => ({
    ...row,
    ...times[row.engine],
  }));
  const writing = store.put(rows, "tuned movenet-lightning");
  await new Promise((done) => writing.addEventListener("success", done));
  opening.result.close();
}

test("measures what could run a model, keeps it, begins with what starts soonest and hands over to the fastest", async ({
  open,
  server,
}) => {
  // One engine is spoilt: it costs its own trial and nothing else.
  server.fault = (request, response) => {
    if (!request.url?.includes("/engines/onnx/")) return false;
    response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html>Welcome");
    return true;
  };
  const query = "task=pose&source=sample&start&backend=wasm";
  const { page } = await open({ query });
  await tunedWhere(page, "frames", ({ frames }) => frames.processed > 3);
  await expect(page.getByTestId("offline-ready")).toHaveCount(1);
  await page.getByTestId("open-truth").first().click();
  await page.getByTestId("tune-now").click();
  await expect(page.getByTestId("tune-cancel")).toBeVisible();
  await expect(page.getByTestId("tune-now")).toBeVisible({ timeout: 90_000 });
  const tuned = await tunedWhere(page, "the table", ({ candidates }) =>
    ["litert", "tfjs"].every((engine) =>
      candidates.some((row) => row.engine === engine && row.medianMs !== undefined),
    ),
  );
  expect(
    tuned.candidates.find(({ engine, backend }) => engine === "onnx" && backend === "wasm"),
  ).toMatchObject({ correct: false, reason: expect.stringContaining("/engines/onnx/") });
  const measured = tuned.candidates.filter(({ medianMs }) => medianMs !== undefined);
  expect(measured.every(({ correct, backend }) => correct && backend === "wasm")).toBe(true);
  // Three engines, one of them in halves as well.
  expect(
    tuned.candidates.filter(({ backend }) => backend === "webgpu").map(({ reason }) => reason),
  ).toEqual(Array(4).fill("excluded by choice"));
  // The sample draws a frame whenever one is asked for: none is dropped, whatever is measured meanwhile.
  expect(tuned.frames).toMatchObject({ dropped: 0 });

  await page.evaluate(pretendSlowStart);
  server.asked.length = 0;
  await page.reload();
  const first = await tunedWhere(page, "frames", ({ frames }) => frames.processed > 0);
  const swapped = await tunedWhere(
    page,
    "frames from the winner",
    ({ swap, frames }) => swap !== null && frames.processed > swap.atFrame + 3,
  );
  test.info().annotations.push({
    type: "seen",
    description: `${first.engine}, ${JSON.stringify(swapped.swap)}`,
  });
  expect(swapped).toMatchObject({
    engine: "litert",
    swap: { firstEngine: "tfjs", winner: "litert" },
    refused: [],
  });
  expect(swapped.swap?.atFrame).toBeGreaterThan(1);
  const { captured, processed, dropped, open: stillOpen } = swapped.frames;
  expect(dropped).toBe(0);
  expect(captured - processed).toBe(stillOpen);
  expect(heavy(server)).toEqual([]);
});
