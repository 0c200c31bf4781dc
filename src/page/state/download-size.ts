import { type DownloadFacts, downloads } from "#models/downloads";
import type { Allowed } from "#protocol";
import { type EngineId, engineBytesOn, type ModelFormat } from "#shared";
import { taskById } from "#tasks";

const engineOf: Readonly<Record<ModelFormat, EngineId>> = {
  tfjs: "tfjs",
  onnx: "onnx",
  tflite: "litert",
};

/** What there is to fetch for a task: one entry for each model that it ships with. */
export function downloadsOf(taskId: string): readonly DownloadFacts[] {
  const wanted = Object.values(taskById(taskId)?.models ?? {});
  return downloads.filter((card) => wanted.includes(card.id));
}

/** The variant of the engine that is wished for, else the card's first. */
export function firstVariant<Variant extends { readonly format: ModelFormat }>(
  { variants }: { readonly variants: readonly Variant[] },
  engine: EngineId | undefined,
): Variant | undefined {
  return variants.find(({ format }) => engineOf[format] === engine) ?? variants[0];
}

/** Bytes to download before a task's first run: its models and their engines. */
export function firstDownloadBytes(taskId: string, allowed: Allowed): number {
  const cards = downloadsOf(taskId);
  const first = firstEngine(cards, allowed);
  return bytesOf(
    cards.map((card) => [firstVariant(card, first)]),
    allowed,
  );
}

/** The same with what comes behind the first frames, where bytes are not dear: what a card lists as its fastest. */
export function wholeDownloadBytes(taskId: string, allowed: Allowed): number {
  const cards = downloadsOf(taskId);
  const first = firstEngine(cards, allowed);
  return bytesOf(
    cards.map((card) => [firstVariant(card, first), firstVariant(card, allowed.engine)]),
    allowed,
  );
}

/**
 * The engine that is wished for, else of those that can run all of some models on the processor the one that
 * weighs least: a first visit begins with it.
 */
function firstEngine(
  cards: readonly DownloadFacts[],
  { engine, backend }: Allowed,
): EngineId | undefined {
  if (engine !== undefined || backend === "webgpu") return engine;
  const formats = Object.keys(engineOf) as ModelFormat[];
  const [lightest] = formats
    .filter((format) =>
      cards.every(({ variants }) => variants.some((variant) => variant.format === format)),
    )
    .toSorted((a, b) => engineBytes({ format: a }, {}) - engineBytes({ format: b }, {}));
  return lightest && engineOf[lightest];
}

type SizedVariant = DownloadFacts["variants"][number];

/** The bytes of the variants of each card, and of their engines, each once. */
function bytesOf(
  cards: readonly (readonly (SizedVariant | undefined)[])[],
  allowed: Allowed,
): number {
  let bytes = 0;
  const engines = new Map<EngineId, number>();
  for (const variant of cards.flatMap((variants) => [...new Set(variants)])) {
    if (!variant) continue;
    bytes += variant.bytes;
    engines.set(engineOf[variant.format], engineBytes(variant, allowed));
  }
  return [...engines.values()].reduce((sum, one) => sum + one, bytes);
}

/** What the engine of a variant weighs, on the processor where nobody wishes otherwise. */
function engineBytes(
  { format }: { readonly format: ModelFormat },
  { backend = "wasm" }: Allowed,
): number {
  return engineBytesOn({ engine: engineOf[format], backend }, "Suspending" in WebAssembly);
}
