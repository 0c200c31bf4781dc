import type { Page } from "@playwright/test";
import { expect, readReport, reportWhere, test } from "./support/app.ts";
import { cameraRequests, countCameraRequests } from "./support/camera-requests.ts";
import { sampleClip } from "./support/clip.ts";

/** The worker that runs the models. */
function inferenceWorker(page: Page) {
  const worker = page.workers().find((candidate) => /entry/.test(candidate.url()));
  if (!worker) throw new Error(`no inference worker among ${page.workers().map((w) => w.url())}`);
  return worker;
}

const deaths: Readonly<Record<string, () => void>> = {
  "throws outside any call": () => {
    setTimeout(() => {
      throw new Error("a defect");
    });
  },
  "closes itself": () => {
    self.close();
  },
  "hangs for ever": () => {
    setTimeout(() => {
      for (;;) {
        // Never yields: no heartbeat leaves this thread any more.
      }
    });
  },
};

for (const [name, die] of Object.entries(deaths)) {
  test(`a worker that ${name} is replaced; the camera is not touched`, async ({ open }) => {
    const { page } = await open({
      clip: await sampleClip(),
      query: "task=detect&source=camera&start",
      before: countCameraRequests,
    });
    await reportWhere(page, "things on camera", ({ result, frames }) =>
      Boolean(result?.detections.length && frames.processed > 3),
    );
    const requests = await cameraRequests(page);
    const replaced = page.waitForEvent("worker", { timeout: 60_000 });
    // A worker that closes or hangs never answers the debugger: its death is the answer.
    inferenceWorker(page)
      .evaluate(die)
      .catch(() => undefined);
    await replaced;
    await reportWhere(page, "things again, from the new worker", ({ result, frames }) =>
      Boolean(result?.detections.length && frames.processed > 3),
    );
    await expect(page.getByTestId("status")).toHaveAttribute("data-state", "running");
    expect(await cameraRequests(page)).toBe(requests);
  });
}

test("an engine that never starts is given up, named, and the app says what to do", async ({
  open,
  server,
}) => {
  // Each of three engines is given its time.
  test.setTimeout(240_000);
  // The wasm of every engine never arrives.
  server.fault = (request) => Boolean(request.url?.includes("/engines/"));
  const { page } = await open({ query: "task=detect&source=sample&start" });
  await expect(page.getByTestId("error")).toHaveAttribute("data-code", "no-backend", {
    timeout: 200_000,
  });
  const report = await readReport(page);
  for (const engine of ["litert", "tfjs", "onnx"]) {
    expect(report.refused).toContainEqual(expect.objectContaining({ engine, backend: "wasm" }));
  }
});

test("an HTML page in place of the engine's wasm is refused and its address named", async ({
  open,
  server,
}) => {
  server.fault = (request, response) => {
    if (!request.url?.includes("/engines/")) return false;
    response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html>Welcome");
    return true;
  };
  const { page } = await open({ query: "task=detect&source=sample&start" });
  await expect(page.getByTestId("error")).toHaveAttribute("data-code", "no-backend");
  const report = await readReport(page);
  const wasm = report.refused.filter(({ backend }) => backend === "wasm");
  expect(wasm.map(({ engine }) => engine)).toEqual(["tfjs", "litert", "onnx"]);
  for (const { engine, reason } of wasm) expect(reason).toContain(`/engines/${engine}/`);
});

test("two tabs: the second says where the camera is, and can take it", async ({ open, server }) => {
  const { page, context } = await open({
    clip: await sampleClip(),
    query: "task=detect&source=camera&start",
  });
  await reportWhere(page, "things in the first tab", ({ result }) =>
    Boolean(result?.detections.length),
  );
  const second = await context.newPage();
  await second.goto(`${server.url}/?task=detect&source=camera&start&debug`);
  await expect(second.getByTestId("error")).toHaveAttribute("data-code", "camera-elsewhere");
  await second.getByTestId("error").getByRole("button").first().click();
  await reportWhere(second, "things in the second tab", ({ result }) =>
    Boolean(result?.detections.length),
  );
});
