import { createStore, type StoreApi } from "zustand/vanilla";
import {
  cocoDataset,
  type ExportFacts,
  type ExportItem,
  inBytes,
  resultsCsv,
  resultsJson,
  zipWriter,
} from "#exports";
import type { Calls, Client, SetOptions } from "#protocol";
import { type AppError, isAbort } from "#shared";
import { composesFrames, type TaskId } from "#tasks";
import type { AppStore } from "./app-state.ts";
import { asAppError } from "./as-app-error.ts";
import { type ExportFile, openExportFile } from "./export-file.ts";
import { type DoneItem, doneItems, exportItemOf } from "./export-items.ts";
import { type LeftOut, writeZip, type ZipMakers } from "./export-zip.ts";
import { nameOfMoment } from "./save-file.ts";
import type { Videos } from "./videos.ts";

/** The formats of an export. */
export type ExportFormat = "json" | "coco" | "csv" | "zip";

/** Where an export stands. */
export type ExportState =
  | { readonly at: "none" }
  /** `part` is 0 … 1; `done` of `total` files are in. */
  | {
      readonly at: "running";
      readonly format: ExportFormat;
      readonly part: number;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly at: "done";
      readonly fileName: string;
      readonly sizeBytes: number;
      readonly leftOut: readonly LeftOut[];
    }
  | { readonly at: "failed"; readonly error: AppError };

/** Takes what was found out of the app, one export at a time. */
export interface Exporter {
  readonly store: StoreApi<ExportState>;
  /** Exports every file that was looked at, and saves the export as a file of the person's. */
  run(format: ExportFormat): Promise<void>;
  cancel(): void;
  /** The person has seen how it ended. */
  close(): void;
}

/** What the exporter needs from outside. */
export interface ExporterParts {
  readonly app: Pick<AppStore, "getState" | "subscribe">;
  readonly call: Client<Calls>["call"];
  readonly videos: Pick<Videos, "copy">;
  readonly facts: () => ExportFacts;
  /** Gives a finished file to the person. */
  readonly save: (file: File) => void;
  readonly openFile?: () => Promise<ExportFile>;
}

const types: Readonly<Record<ExportFormat, { readonly type: string; readonly ending: string }>> = {
  json: { type: "application/json", ending: "json" },
  coco: { type: "application/json", ending: "coco.json" },
  csv: { type: "text/csv", ending: "csv" },
  zip: { type: "application/zip", ending: "zip" },
};

/** Creates the exporter over the queue of files. */
export function createExporter(parts: ExporterParts): Exporter {
  const store = createStore<ExportState>(() => ({ at: "none" }));
  const tell = (state: ExportState): void => store.setState(state, true);
  let running: AbortController | null = null;

  const write = async (
    file: ExportFile,
    format: ExportFormat,
    items: readonly DoneItem[],
    signal: AbortSignal,
  ): Promise<readonly LeftOut[]> => {
    const facts = parts.facts();
    if (format === "zip") {
      const zip = zipWriter(file, facts.createdAt);
      const onProgress = (progress: { part: number; done: number; total: number }): void =>
        tell({ at: "running", format, ...progress });
      return writeZip(zip, items, facts, makersOf(parts), onProgress, signal);
    }
    const text = textOf(format, items.map(exportItemOf), facts);
    for await (const bytes of inBytes(text)) {
      signal.throwIfAborted();
      await file.write(bytes);
    }
    return [];
  };

  return {
    store,
    async run(format) {
      const items = doneItems(parts.app.getState().queue.items);
      if (running || items.length === 0) return;
      const abort = new AbortController();
      running = abort;
      tell({ at: "running", format, part: 0, done: 0, total: items.length });
      let file: ExportFile | undefined;
      try {
        file = await (parts.openFile ?? openExportFile)();
        const leftOut = await write(file, format, items, abort.signal);
        const { type, ending } = types[format];
        const blob = await file.finish(type);
        abort.signal.throwIfAborted();
        const fileName = `${nameOfMoment(parts.facts().createdAt)}.${ending}`;
        parts.save(new File([blob], fileName, { type }));
        tell({ at: "done", fileName, sizeBytes: blob.size, leftOut });
      } catch (error) {
        await file?.discard();
        tell(isAbort(error) ? { at: "none" } : { at: "failed", error: asAppError(error) });
      } finally {
        running = null;
      }
    },
    cancel: () => running?.abort(),
    close() {
      if (!running) tell({ at: "none" });
    },
  };
}

function textOf(
  format: Exclude<ExportFormat, "zip">,
  items: readonly ExportItem[],
  facts: ExportFacts,
): Generator<string> {
  if (format === "json") return resultsJson(items, facts);
  return format === "csv" ? resultsCsv(items) : cocoDataset(items, facts);
}

function makersOf({ app, call, videos }: ExporterParts): ZipMakers {
  return {
    call,
    videos,
    drawOptions({ outcome }) {
      const { task } = outcome.facts;
      // What is to be hidden now is hidden, and what was hidden when it was found stays so.
      const now = app.getState().options[task];
      const options = composesFrames(task, now) ? now : outcome.options;
      return {
        options: { task, options } as SetOptions,
        composes: composesFrames(task, options),
      };
    },
    isLoaded: (task, signal) => whenLoaded(app, task, signal),
  };
}

/** Waits while a model is on its way; true when it is that of the task. */
function whenLoaded(
  app: ExporterParts["app"],
  task: TaskId,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const settle = (): boolean => {
      const { model } = app.getState();
      if (model.at === "starting" || model.at === "downloading") return false;
      resolve(model.at === "ready" && model.session.task === task);
      return true;
    };
    if (settle()) return;
    const stop = app.subscribe(() => {
      if (settle()) stop();
    });
    signal.addEventListener("abort", () => {
      stop();
      reject(signal.reason);
    });
  });
}
