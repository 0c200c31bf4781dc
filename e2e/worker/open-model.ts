import { cardById } from "#models";
import { type Backend, filesOf, type ModelCard } from "#shared";
import { engineEntries, fetchEngine, readGoldenRun, type Session, variantFilesOf } from "#worker";

/** A model on a backend, in the engine named, else in the one of its card's first variant. */
export interface On {
  readonly model: string;
  readonly engine?: string;
  readonly backend: Backend;
}

/** A loaded model. */
export interface OpenedModel {
  readonly session: Session;
  readonly card: ModelCard;
  readonly golden: Awaited<ReturnType<typeof readGoldenRun>>;
}

/** Loads a model by its engine alone, without what the app does around it. */
export async function openModel({ model, engine: named, backend }: On): Promise<OpenedModel> {
  const card = cardById(model);
  const able = engineEntries.filter(({ id }) => id === (named ?? id));
  const readable = able.flatMap(({ formats }) => formats);
  const variant = card?.variants.find(({ format }) => readable.includes(format));
  const entry = able.find(({ formats }) => variant && formats.includes(variant.format));
  if (!card || !variant || !entry) throw new Error(`no engine for ${model}`);
  const files = new Map<string, ArrayBuffer>();
  for (const { name, sha256 } of filesOf(card, variant)) {
    files.set(name, await (await fetch(`/models/${sha256}`)).arrayBuffer());
  }
  const golden = await readGoldenRun(card, variant, files);
  const engine = await fetchEngine(entry);
  const given = variantFilesOf(card, variant, files, golden);
  const session = await engine.load(given, backend, new AbortController().signal);
  return { session, card, golden };
}
