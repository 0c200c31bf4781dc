import type { ElementType, ModelProposal, ModelReport, PortReport } from "#model-kit";
import type { BroughtFile } from "#protocol";
import { type DType, type ModelCard, type TensorSpec, withDecoder } from "#shared";

/** What a card is made of. */
export interface CardParts {
  readonly title: string;
  readonly files: readonly BroughtFile[];
  readonly report: ModelReport;
  readonly proposal: ModelProposal;
  /** Where it came from, in a word: a card has to say it. */
  readonly source: string;
}

/**
 * Writes a proposal down as a card; null where no input looks like a picture, or its elements are of a type
 * that no engine is fed with. Its id holds the beginning of the graph's SHA-256: the same file has the same.
 */
export function cardOf({ title, files, report, proposal, source }: CardParts): ModelCard | null {
  const { input, decoder } = proposal;
  const dtype = input && dtypeOf(input.dtype);
  if (!input || !dtype) return null;
  const card: ModelCard = {
    id: `${slug(title)}-${files[0]?.sha256.slice(0, 8) ?? "0"}`,
    task: "raw",
    title,
    licence: statedLicence(report) ?? "not stated",
    source,
    input: { ...input, dtype },
    ...(proposal.extraInputs.length > 0 && { extraInputs: proposal.extraInputs }),
    outputs: [],
    labels: proposal.labels,
    variants: [
      {
        id: `${report.format}-${precisionOf(report)}`,
        format: report.format,
        precision: precisionOf(report),
        files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
      },
    ],
    accuracy: [],
  };
  return withDecoder(card, decoder, specsOf(report.outputs));
}

/** Outputs as the file states them; an empty shape where it states none. */
export function specsOf(outputs: readonly PortReport[]): readonly TensorSpec[] {
  return outputs.map(({ name, shape, dtype }) => ({
    name,
    shape: shape?.map((size) => size ?? -1) ?? [],
    dtype: dtypeOf(dtype) ?? "float32",
  }));
}

/** What an engine is fed with, and answers with, for an element type of a file. */
function dtypeOf(type: ElementType): DType | undefined {
  switch (type) {
    case "float32":
    case "float16":
    case "bfloat16":
    case "float64":
      return "float32";
    case "int8":
    case "int16":
    case "int32":
    case "int64":
      return "int32";
    case "uint8":
    case "bool":
      return "uint8";
    default:
      return undefined;
  }
}

function precisionOf({ weights, quantization }: ModelReport): string {
  if (quantization === "dynamic-int8" || quantization === "static-int8") return "int8";
  const most = weights.reduce<ModelReport["weights"][number] | undefined>(
    (best, one) => (one.bytes > (best?.bytes ?? 0) ? one : best),
    undefined,
  );
  if (most?.dtype === "float16") return "fp16";
  return most === undefined || most.dtype === "float32" ? "fp32" : most.dtype;
}

function statedLicence({ metadata }: ModelReport): string | undefined {
  const stated = metadata.find(({ key }) => /licen[sc]e/i.test(key))?.value.trim();
  return stated === "" ? undefined : stated?.split("\n")[0]?.slice(0, 100);
}

function slug(title: string): string {
  const plain = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return plain === "" ? "model" : plain;
}
