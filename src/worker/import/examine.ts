import {
  examineModel,
  type ModelFile,
  type OpenedModel,
  openModelFiles,
  proposeUse,
  readLabels,
  repairModel,
  supportOf,
} from "#model-kit";
import type { BroughtFile, BroughtFrom, ExaminedModel, ExamineModel, GivenFile } from "#protocol";
import { AppError, type ModelCard } from "#shared";
import { cardOf, specsOf } from "./card-of.ts";
import { unpackModel } from "./packed-model.ts";
import { possibleDecoders } from "./possible-decoders.ts";
import { sha256Of } from "./sha256-of.ts";

/** More than this is not read into memory to look at it. */
const mostBytes = 2 ** 30;

/**
 * Reads what was dropped as a model and says how it could be used; nothing of it is executed.
 * @throws AppError `model-refused`, `bad-card`
 */
export async function examine(request: ExamineModel): Promise<ExaminedModel> {
  const total = request.files.reduce((sum, { blob }) => sum + blob.size, 0);
  const [first] = request.files;
  if (total > mostBytes) {
    const details = { file: first?.name ?? "", reason: `${total} bytes` };
    throw new AppError("model-refused", { code: "too-large", ...details });
  }
  const given = await Promise.all(request.files.map(readGiven));
  const packed = given.length === 1 && given[0] ? unpacked(given[0]) : undefined;
  let opened = openModelFiles(packed?.files ?? given);
  if (request.repair) {
    const { id, size } = request.repair;
    opened = repairModel(opened, id, size).model;
  }
  if (request.labels) {
    const { name, bytes } = await readGiven(request.labels);
    opened = { ...opened, labels: readLabels(name, bytes), labelsFile: name };
  }
  const report = examineModel(opened);
  const proposal = proposeUse(report, opened);
  const files = await hashed(opened);
  const title = opened.title;
  const source = first?.name ?? title;
  const card = cardOf({ title, files, report, proposal, source });
  return {
    files,
    report,
    support: supportOf(report),
    proposal,
    card: packed ? samePins(packed.card, files) : card,
    outputs: specsOf(report.outputs),
    decoders: proposal.input ? possibleDecoders(report, proposal.input, proposal.decoder) : [],
    packed: packed ? { from: packed.from } : null,
  };
}

function unpacked(
  file: ModelFile,
): { card: ModelCard; from: BroughtFrom | null; files: readonly ModelFile[] } | undefined {
  return file.name.toLowerCase().endsWith(".zip") ? unpackModel(file) : undefined;
}

/**
 * A card that came with its files, once those are what it pins.
 * @throws AppError `bad-card`
 */
function samePins(card: ModelCard, files: readonly BroughtFile[]): ModelCard {
  for (const pinned of card.variants.flatMap((variant) => variant.files)) {
    if (files.some(({ sha256, name }) => sha256 === pinned.sha256 && name === pinned.name))
      continue;
    throw new AppError("bad-card", { path: pinned.name, reason: "its file has another SHA-256" });
  }
  return card;
}

async function readGiven({ name, blob }: GivenFile): Promise<ModelFile> {
  return { name, bytes: new Uint8Array(await blob.arrayBuffer()) };
}

async function hashed({ files, format }: OpenedModel): Promise<readonly BroughtFile[]> {
  const brought: BroughtFile[] = [];
  for (const [index, { name, bytes }] of files.entries()) {
    const blob = new Blob([new Uint8Array(bytes)]);
    const own = index === 0 ? withEnding(name, format) : name;
    brought.push({ name: own, bytes: bytes.length, sha256: await sha256Of(blob), blob });
  }
  return brought;
}

/** Engines find the graph among the files by its ending. */
function withEnding(name: string, format: OpenedModel["format"]): string {
  const ending = { onnx: ".onnx", tflite: ".tflite", tfjs: ".json" }[format];
  return name.endsWith(ending) ? name : `${name}${ending}`;
}
