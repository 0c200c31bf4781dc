import { strFromU8 } from "fflate";
import type { ModelFormat } from "#shared";
import { readLabels } from "../labels.ts";
import { limits } from "../limits.ts";
import { externalFilesOf } from "../onnx/external-files.ts";
import { refuse } from "../refuse.ts";
import type { ModelFile, OpenedModel } from "../report.ts";
import { shardsOf } from "../tfjs/shards.ts";
import { type Sniffed, sniff } from "./sniff.ts";
import { isZip, unpack } from "./unpack.ts";

interface Sorted {
  readonly file: ModelFile;
  readonly sniffed: Sniffed;
  readonly format: ModelFormat | null;
}

const nameFormats: Readonly<Record<string, ModelFormat>> = {
  onnx: "onnx",
  tflite: "tflite",
  lite: "tflite",
};

/**
 * Tells which model one file, several files or a ZIP of them is, and finds what belongs to it: external
 * data, shards, labels. Nothing of its graph is interpreted further than that.
 * @throws AppError `model-refused`
 */
export function openModelFiles(given: readonly ModelFile[]): OpenedModel {
  const files = given.flatMap((file) => (isZip(file.bytes) ? unpack(file) : [file]));
  const [only] = given;
  if (files.length === 0) return refuse("no-model", "", "no file was given");
  if (files.length > limits.files) refuse("too-large", "", `${files.length} files`);
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total > limits.modelBytes) refuse("too-large", only?.name ?? "", `${total} bytes`);
  const sorted = files.map(sort);
  const models = sorted.filter(({ format }) => format !== null);
  const [model, second] = models;
  if (!model?.format) return nothingUsable(sorted);
  if (second) {
    const names = models.map(({ file }) => file.name).join(", ");
    refuse("several-models", "", names.slice(0, 300));
  }
  const others = sorted.filter((one) => one !== model);
  const parts = partsOf(
    model.file,
    model.format,
    others.map(({ file }) => file),
  );
  const used = new Set(parts.map(({ bytes }) => bytes));
  const labels = labelsAmong(others.filter(({ file }) => !used.has(file.bytes)));
  return {
    format: model.format,
    title: titleOf(model.file.name),
    files: [model.file, ...parts],
    ...labels,
  };
}

function sort(file: ModelFile): Sorted {
  const sniffed = sniff(file.bytes);
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? "";
  const said = nameFormats[ending] ?? null;
  if (sniffed === "html" && (said !== null || ending === "" || ending === "json")) {
    refuse("html-instead-of-model", file.name, "it begins as a web page does");
  }
  if (sniffed === "pointer") refuse("pointer-instead-of-model", file.name, "a Git LFS pointer");
  const format = formatOf(file, sniffed, said);
  if (said === null) return { file, sniffed, format };
  if (sniffed === "empty") refuse("truncated", file.name, "it is empty");
  if (format === null) refuse("unknown-format", file.name, `it is not ${said}`);
  if (format !== said) refuse("mislabelled", file.name, `it is ${format}, not ${said}`);
  return { file, sniffed, format };
}

function formatOf(file: ModelFile, sniffed: Sniffed, said: ModelFormat | null): ModelFormat | null {
  if (sniffed === "tflite") return "tflite";
  if (sniffed === "json") return isTfjs(file) ? "tfjs" : null;
  if (sniffed === "protobuf" && (said === "onnx" || !hasOtherEnding(file.name))) return "onnx";
  return null;
}

/** Shards, external data and labels may begin like anything: their endings keep them from being tried. */
function hasOtherEnding(name: string): boolean {
  return /\.(bin|data|weights?|pb|txt|names|csv|md|json|ya?ml|npy|raw|dat)$|_data$/i.test(name);
}

/** Only the keys are looked for here; what they hold is checked by the reader. */
function isTfjs(file: ModelFile): boolean {
  if (file.bytes.length > limits.jsonBytes) return false;
  const text = strFromU8(file.bytes);
  return text.includes('"modelTopology"') && text.includes('"weightsManifest"');
}

function nothingUsable(sorted: readonly Sorted[]): never {
  const [first] = sorted;
  if (sorted.length > 1) return refuse("no-model", "", `${sorted.length} files, none is a model`);
  const name = first?.file.name ?? "";
  switch (first?.sniffed) {
    case "html":
      return refuse("html-instead-of-model", name, "it begins as a web page does");
    case "empty":
      return refuse("truncated", name, "it is empty");
    default:
      return refuse("unknown-format", name, `it begins as ${first?.sniffed ?? "nothing"}`);
  }
}

function partsOf(
  model: ModelFile,
  format: ModelFormat,
  others: readonly ModelFile[],
): readonly ModelFile[] {
  if (format === "tflite") return [];
  return format === "tfjs" ? shardsOf(model, others) : externalFilesOf(model, others);
}

function labelsAmong(others: readonly Sorted[]): Pick<OpenedModel, "labels" | "labelsFile"> {
  const texts = others.filter(({ file, sniffed }) => {
    const named = /(^|[/_.-])(labels?|labelmap|classes|names|synset|categories)|id2label|\.names$/i;
    return named.test(file.name) || (sniffed === "text" && /\.txt$/i.test(file.name));
  });
  const tables = others.filter(({ file }) => /(^|\/)config\.json$/i.test(file.name));
  const named = texts.find(({ file }) => /label|class|names/i.test(file.name)) ?? texts[0];
  if (named) {
    const { name, bytes } = named.file;
    return { labels: readLabels(name, bytes), labelsFile: name };
  }
  // A configuration may hold labels, and most do not.
  for (const { file } of tables) {
    if (!strFromU8(file.bytes.subarray(0, limits.labelBytes)).includes('"id2label"')) continue;
    return { labels: readLabels(file.name, file.bytes), labelsFile: file.name };
  }
  return {};
}

function titleOf(path: string): string {
  const name = path.split("/").at(-1) ?? path;
  const folder = path.split("/").at(-2);
  if (/^model\.(json|onnx|tflite)$/.test(name) && folder) return folder;
  return name.replace(/\.(onnx|ort|tflite|lite|json)$/i, "") || name;
}
