import { unzipSync } from "fflate";
import { ByteBuffer } from "flatbuffers";
import { labelsOfText, readLabels } from "../labels.ts";
import { limits } from "../limits.ts";
import type { FoundLabels, ModelReport } from "../report.ts";
import { plainText, withoutControls } from "../text.ts";
import {
  type AssociatedFile,
  ModelMetadata,
  NormalizationOptions,
  ProcessUnit,
  ProcessUnitOptions,
  type TensorMetadata,
} from "./generated/tflite-metadata.ts";
import type { TfliteFile } from "./read-tflite.ts";
import { metadataKinds } from "./table-kinds.ts";
import { verifyTables } from "./verify-tables.ts";

/** What a file says of itself beside its graph. */
export type Described = Pick<ModelReport, "metadata" | "foundLabels" | "statedNormalization">;

/** Packed bytes and number of label files that are unpacked: more are no labels. */
const mostPackedBytes = 131_072;
const mostLabelFiles = 8;

/**
 * Reads the metadata of a TFLite file (version 1.1 of its own schema) and the label files that are zipped
 * after its tables. What is damaged there is left out: the model runs without it.
 */
export function readMetadata(file: TfliteFile): Described {
  const described = describedBy(file);
  const { labels: foundLabels, facts } = zippedFiles(file.bytes);
  // The file that the metadata names for the values of an output comes first.
  const rank = ({ from }: FoundLabels): number => {
    const place = described.labelFiles.indexOf(from);
    return place < 0 ? described.labelFiles.length : place;
  };
  const sorted = foundLabels.sort((a, b) => rank(a) - rank(b));
  const { statedNormalization } = described;
  const metadata = [...described.metadata, ...facts];
  return { metadata, foundLabels: sorted, ...(statedNormalization ? { statedNormalization } : {}) };
}

type OwnWords = Pick<ModelReport, "metadata" | "statedNormalization"> & {
  readonly labelFiles: readonly string[];
};

function describedBy(file: TfliteFile): OwnWords {
  const metadata: { key: string; value: string }[] = [];
  const add = (key: string, value: string | null | undefined): void => {
    if (value) metadata.push({ key, value: withoutControls(value.slice(0, 4096)) });
  };
  let labelFiles: readonly string[] = [];
  let statedNormalization: ModelReport["statedNormalization"];
  for (let index = 0; index < Math.min(file.model.metadataLength(), 256); index += 1) {
    const entry = file.model.metadata(index);
    const bytes = file.model.buffers(entry?.buffer() ?? 0)?.dataArray();
    if (entry?.name() !== "TFLITE_METADATA" || !bytes || bytes.length > limits.metadataBytes) {
      add(entry?.name() ?? "", bytes && bytes.length <= 64 ? printable(bytes) : null);
      continue;
    }
    const own = ownMetadata(file.name, bytes);
    if (own === null) continue;
    add("name", own.name());
    add("description", own.description());
    add("version", own.version());
    add("author", own.author());
    add("license", own.license());
    const graph = own.subgraphMetadata(0);
    const input = graph?.inputTensorMetadata(0) ?? null;
    add("input", input?.name());
    statedNormalization = normalizationOf(input);
    labelFiles = Array.from({ length: Math.min(graph?.outputTensorMetadataLength() ?? 0, 64) })
      .map((_, output) => graph?.outputTensorMetadata(output) ?? null)
      .flatMap((output) => {
        if (output) add("output", output.name());
        return associated(output);
      });
  }
  return { metadata, labelFiles, ...(statedNormalization ? { statedNormalization } : {}) };
}

function printable(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes).replace(/\0+$/, "");
  return /^[\x20-\x7e]+$/.test(text) ? text : "";
}

function ownMetadata(file: string, bytes: Uint8Array): ModelMetadata | null {
  try {
    verifyTables(file, bytes, metadataKinds, "ModelMetadata");
    return ModelMetadata.getRootAsModelMetadata(new ByteBuffer(bytes));
  } catch {
    return null;
  }
}

function associated(tensor: TensorMetadata | null): readonly string[] {
  return Array.from({ length: Math.min(tensor?.associatedFilesLength() ?? 0, 64) })
    .map((_, index): AssociatedFile | null => tensor?.associatedFiles(index) ?? null)
    .flatMap((one) => (one?.name() ? [one.name() ?? ""] : []));
}

function normalizationOf(input: TensorMetadata | null): ModelReport["statedNormalization"] {
  for (let index = 0; index < Math.min(input?.processUnitsLength() ?? 0, 64); index += 1) {
    const unit = input?.processUnits(index, new ProcessUnit()) ?? null;
    if (unit?.optionsType() !== ProcessUnitOptions.NormalizationOptions) continue;
    const options = unit.options(new NormalizationOptions()) as NormalizationOptions | null;
    const list = (length: number, at: (one: number) => number | null): readonly number[] =>
      Array.from({ length: Math.min(length, 4) }, (_, one) => at(one) ?? 0);
    const mean = list(options?.meanLength() ?? 0, (one) => options?.mean(one) ?? null);
    const std = list(options?.stdLength() ?? 0, (one) => options?.std(one) ?? null);
    const usable = mean.length > 0 && std.length > 0 && [...mean, ...std].every(Number.isFinite);
    if (usable && !std.includes(0)) return { mean, std };
  }
  return undefined;
}

interface Zipped {
  readonly labels: FoundLabels[];
  readonly facts: ModelReport["metadata"];
}

/** Files that Ultralytics zips behind the tables: a table of Python's or JSON with names, task and size. */
const tableNames = /^(temp_meta\.txt|metadata\.json)$/;

function zippedFiles(bytes: Uint8Array): Zipped {
  let taken = 0;
  let entries: Readonly<Record<string, Uint8Array>> = {};
  try {
    entries = unzipSync(bytes, {
      filter: ({ name, size, originalSize, compression }) => {
        const wanted =
          (/\.txt$/i.test(name) || tableNames.test(name)) &&
          name.length < 256 &&
          (compression === 0 || compression === 8) &&
          size <= mostPackedBytes &&
          originalSize <= limits.labelBytes &&
          taken < mostLabelFiles;
        if (wanted) taken += 1;
        return wanted;
      },
    });
  } catch {
    // No archive follows the tables, or a damaged one.
  }
  const labels: FoundLabels[] = [];
  const facts: { key: string; value: string }[] = [];
  for (const [name, content] of Object.entries(entries)) {
    if (tableNames.test(name)) {
      const table = readTable(name, content);
      labels.push(...table.labels);
      facts.push(...table.facts);
      continue;
    }
    try {
      labels.push({ from: name, labels: readLabels(name, content) });
    } catch {
      // Not labels after all.
    }
  }
  return { labels, facts };
}

function readTable(name: string, content: Uint8Array): Zipped {
  const text = plainText(content, limits.metadataBytes);
  const names = /['"]names['"]\s*:\s*(\{[^{}]*\}|\[[^[\]]*\])/.exec(text)?.[1];
  const labels = names === undefined ? null : labelsOfText(names);
  const facts = ["description", "author", "task", "stride", "imgsz"].flatMap((key) => {
    const stated = new RegExp(`['"]${key}['"]\\s*:\\s*('[^']*'|"[^"]*"|\\[[^\\]]*\\]|\\d+)`).exec(
      text,
    );
    const value = stated?.[1]?.replace(/^['"]|['"]$/g, "");
    return value === undefined ? [] : [{ key, value: value.slice(0, 4096) }];
  });
  return { labels: labels ? [{ from: `${name} names`, labels }] : [], facts };
}
