import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it, vi } from "vitest";
import type { Calls, Client, SessionReport, VideoUpdate } from "#protocol";
import { AppError } from "#shared";
import type { DetectResult, FacesResult, SegmentResult } from "#tasks";
import { createAppStore } from "./app-state.ts";
import { createExporter, type ExporterParts, type ExportState } from "./exporter.ts";
import type { ItemOutcome, QueueItem } from "./queue-state.ts";

const frame = { width: 8, height: 6, timestampMs: 0 };
const facts = {
  task: "detect",
  model: "centernet-512",
  variant: "tfjs-fp16",
  engine: "tfjs",
  backend: "wasm",
} as const;
const detect: DetectResult = {
  task: "detect",
  frame,
  detections: [{ label: "dog", classId: 16, score: 0.9, box: [1, 1, 4, 4] }],
};
const mask: SegmentResult = {
  task: "segment",
  frame,
  mask: { width: 2, height: 1, coverage: 0.5, alpha: Uint8Array.of(0, 255).buffer },
};
const hiddenFaces: FacesResult = { task: "faces", frame, faces: [], hidden: [] };

let lastId = 0;

function itemOf(
  name: string,
  outcome: ItemOutcome,
  kind: QueueItem["kind"] = "picture",
): QueueItem {
  lastId += 1;
  return { id: lastId, name, kind, file: new File([name], name), outcome };
}

function done(results: readonly (DetectResult | SegmentResult | FacesResult)[] = [detect]) {
  const task = results[0]?.task ?? "detect";
  const { options } = createAppStore(noFlags, 0).getState();
  const outcome: ItemOutcome = {
    at: "done",
    results,
    ms: 12.5,
    facts: { ...facts, task },
    options: options[task],
    notes: [],
  };
  return outcome;
}

const noFlags = { start: false, debug: false, check: false };

type Called = { readonly name: string; readonly params: unknown };

interface Setting {
  readonly items: readonly QueueItem[];
  readonly parts?: Partial<ExporterParts>;
  /** Answers `exportPicture`, or throws. */
  readonly draw?: (name: string) => unknown;
}

/** An exporter over a queue; drawing is done by a stand-in for the worker, everything else is real. */
function open({ items, parts, draw }: Setting) {
  const app = createAppStore(noFlags, 0);
  const { queue } = app.getState();
  const session = { ...facts } as unknown as SessionReport;
  app.setState({ queue: { ...queue, items }, model: { at: "ready", session } });
  const called: Called[] = [];
  const saved: File[] = [];
  const call = async (name: string, params: unknown, options: { signal: AbortSignal }) => {
    options.signal.throwIfAborted();
    called.push({ name, params });
    if (name === "exportMask") return { blob: new Blob(["grey"]) };
    const of = (params as { name: string }).name;
    const answer = await draw?.(of);
    return answer ?? { blob: new Blob([`drawn ${of}`]), extension: "jpg" };
  };
  const exporter = createExporter({
    app,
    call: call as unknown as Client<Calls>["call"],
    videos: {
      async copy(file, _how, onUpdate) {
        const progress = { framesDone: 1, framesTotal: 2, mediaMs: 0, durationMs: 0 };
        onUpdate({ results: [], progress, last: false } satisfies VideoUpdate);
        const made = { blob: new Blob([`copy of ${file.name}`]), extension: "mp4" };
        return made as Awaited<ReturnType<ExporterParts["videos"]["copy"]>>;
      },
    },
    facts: () => ({
      app: { name: "Localens", version: "0.1.0" },
      createdAt: new Date(2026, 0, 2, 3, 4, 5),
    }),
    save: (file) => saved.push(file),
    ...parts,
  });
  const states: ExportState[] = [];
  exporter.store.subscribe((state) => states.push(state));
  return { app, exporter, called, saved, states };
}

async function filesOf(blob: Blob | undefined): Promise<Record<string, string>> {
  const bytes = new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer());
  return Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]),
  );
}

describe("the numbers alone", () => {
  it.each([
    ["json", "localens-2026-01-02-03-04-05.json", /^\{"schema":"localens\.results\.v1"/],
    ["coco", "localens-2026-01-02-03-04-05.coco.json", /^\{"info":/],
    [
      "csv",
      "localens-2026-01-02-03-04-05.csv",
      /^file,time_ms,.*\r\na\.jpg,,8,6,detect,dog,16,0\.9/,
    ],
  ] as const)("are saved as %s, of what was looked at", async (format, fileName, content) => {
    const { exporter, saved, called } = open({
      items: [
        itemOf("a.jpg", done()),
        itemOf("later.jpg", { at: "waiting" }),
        itemOf("bad.jpg", { at: "failed", error: new AppError("internal", { reason: "x" }) }),
      ],
    });
    await exporter.run(format);
    expect(saved.map(({ name }) => name)).toEqual([fileName]);
    const text = await saved[0]?.text();
    expect(text).toMatch(content);
    expect(text).not.toMatch(/later|bad/);
    expect(called).toEqual([]);
    const sizeBytes = saved[0]?.size;
    expect(exporter.store.getState()).toEqual({ at: "done", fileName, sizeBytes, leftOut: [] });
  });

  it("are not saved where nothing was looked at", async () => {
    const { exporter, saved } = open({ items: [itemOf("a.jpg", { at: "waiting" })] });
    await exporter.run("json");
    expect([saved, exporter.store.getState()]).toEqual([[], { at: "none" }]);
  });
});

describe("the ZIP", () => {
  it("has every format, pictures, masks and videos under safe names", async () => {
    const { exporter, saved, states } = open({
      items: [
        itemOf("a.jpg", done()),
        itemOf("a.jpg", done()),
        itemOf("../me.png", done([mask])),
        itemOf("clip.mov", done([detect, detect]), "video"),
      ],
    });
    await exporter.run("zip");
    const files = await filesOf(saved[0]);
    expect(Object.keys(files)).toEqual([
      "results.json",
      "results.csv",
      "coco/dataset.json",
      "coco/detections.json",
      "coco/keypoints.json",
      "pictures/a.jpg",
      "pictures/a (2).jpg",
      "masks/_me.png",
      "pictures/_me.jpg",
      "videos/clip.mp4",
    ]);
    expect(files["videos/clip.mp4"]).toBe("copy of clip.mov");
    expect(JSON.parse(files["results.json"] ?? "").items).toHaveLength(4);
    const parts = states.flatMap((state) => (state.at === "running" ? [state.part] : []));
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts.at(-1)).toBeCloseTo(3.5 / 4);
  });

  it("goes on past a picture that cannot be drawn, and names it", async () => {
    const gone = new AppError("internal", { reason: "gone" });
    const { exporter, saved } = open({
      items: [itemOf("gone.jpg", done()), itemOf("b.jpg", done())],
      draw: (name) => {
        if (name === "gone.jpg") throw gone;
        return undefined;
      },
    });
    await exporter.run("zip");
    expect(exporter.store.getState()).toMatchObject({
      at: "done",
      leftOut: [{ name: "gone.jpg", error: gone }],
    });
    const files = await filesOf(saved[0]);
    expect(Object.keys(files)).toContain("pictures/b.jpg");
    expect(Object.keys(files)).not.toContain("pictures/gone.jpg");
    expect(files["results.json"]).toContain("gone.jpg");
  });

  it("draws once more where the worker was lost meanwhile", async () => {
    let lost = 0;
    const { exporter } = open({
      items: [itemOf("a.jpg", done())],
      draw: () => {
        lost += 1;
        if (lost === 1) throw new AppError("worker-lost", { reason: "crashed", restarts: 1 });
        return undefined;
      },
    });
    await exporter.run("zip");
    expect(exporter.store.getState()).toMatchObject({ at: "done", leftOut: [] });
    expect(lost).toBe(2);
  });
});

describe("what is hidden", () => {
  const optionsSent = (called: readonly Called[]): unknown =>
    (called[0]?.params as { options: { options: { hide: string } } } | undefined)?.options.options
      .hide;
  const hide = { ...createAppStore(noFlags, 0).getState().options.faces, hide: "blur" } as const;
  const facesSession = { ...facts, task: "faces" } as unknown as SessionReport;

  it("is hidden by what is chosen now, though it was looked at before", async () => {
    const { app, exporter, called } = open({
      items: [itemOf("me.jpg", done([{ ...hiddenFaces, hidden: undefined } as never]))],
    });
    app.setState(({ options }) => ({
      options: { ...options, faces: hide },
      model: { at: "ready", session: facesSession },
    }));
    await exporter.run("zip");
    expect(optionsSent(called)).toBe("blur");
  });

  it("stays hidden as it was looked at, though nothing is hidden now", async () => {
    const { app, exporter, called } = open({
      items: [itemOf("me.jpg", { ...done([hiddenFaces]), options: hide } as ItemOutcome)],
    });
    app.setState({ model: { at: "ready", session: facesSession } });
    await exporter.run("zip");
    expect(optionsSent(called)).toBe("blur");
  });

  it("is not drawn at all where its task is not loaded", async () => {
    const { exporter, called } = open({
      items: [itemOf("me.jpg", { ...done([hiddenFaces]), options: hide } as ItemOutcome)],
    });
    await exporter.run("zip");
    expect(called).toEqual([]);
    expect(exporter.store.getState()).toMatchObject({ at: "done", leftOut: [{ name: "me.jpg" }] });
  });

  it("waits for its task while that is on its way", async () => {
    const { app, exporter, called } = open({
      items: [itemOf("me.jpg", { ...done([hiddenFaces]), options: hide } as ItemOutcome)],
    });
    app.setState({ model: { at: "starting" } });
    const running = exporter.run("zip");
    await vi.waitFor(() => expect(exporter.store.getState()).toMatchObject({ part: 0.3 }));
    expect(called).toEqual([]);
    app.setState({ model: { at: "ready", session: facesSession } });
    await running;
    expect(called.map(({ name }) => name)).toEqual(["exportPicture"]);
  });
});

describe("an export that ends early", () => {
  function stuckFile() {
    const discard = vi.fn(async () => {});
    const written: Uint8Array[] = [];
    return {
      discard,
      written,
      openFile: async () => ({
        write: async (bytes: Uint8Array) => void written.push(bytes),
        finish: async () => new Blob(),
        discard,
      }),
    };
  }

  it("leaves nothing behind when it is cancelled", async () => {
    const { discard, openFile } = stuckFile();
    const { exporter, saved } = open({
      items: [itemOf("a.jpg", done())],
      parts: { openFile },
      draw: () => {
        exporter.cancel();
        throw new DOMException("cancelled", "AbortError");
      },
    });
    await exporter.run("zip");
    expect(exporter.store.getState()).toEqual({ at: "none" });
    expect(discard).toHaveBeenCalledOnce();
    expect(saved).toEqual([]);
  });

  it("leaves nothing behind when the device is full, and says so", async () => {
    const { discard, openFile } = stuckFile();
    const full = new AppError("export-full", { writtenBytes: 7 });
    const { exporter, saved } = open({
      items: [itemOf("a.jpg", done())],
      parts: {
        openFile: async () => ({ ...(await openFile()), write: () => Promise.reject(full) }),
      },
    });
    await exporter.run("json");
    expect(exporter.store.getState()).toEqual({ at: "failed", error: full });
    expect(discard).toHaveBeenCalledOnce();
    expect(saved).toEqual([]);
  });

  it("lets another one begin", async () => {
    const { exporter, saved } = open({
      items: [itemOf("a.jpg", done())],
      draw: () => {
        exporter.cancel();
        throw new DOMException("cancelled", "AbortError");
      },
    });
    await exporter.run("zip");
    await exporter.run("json");
    expect(saved).toHaveLength(1);
  });

  it("does not begin twice at once", async () => {
    const { exporter, saved } = open({ items: [itemOf("a.jpg", done())] });
    await Promise.all([exporter.run("json"), exporter.run("zip")]);
    expect(saved.map(({ name }) => name)).toEqual(["localens-2026-01-02-03-04-05.json"]);
  });
});
