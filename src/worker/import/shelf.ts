import { cards } from "#models";
import type {
  BroughtFile,
  BroughtFrom,
  BroughtModel,
  Calls,
  GivenFile,
  ModelShelf,
} from "#protocol";
import { AppError, filesOf, type ModelCard, type PinnedFile, parseBroughtCard } from "#shared";
import type { BroughtRecord, Store } from "#store";
import { packModel } from "./packed-model.ts";

/** Bytes stored at once: what a model costs to keep is written in pieces, as a download is. */
const pieceBytes = 2 ** 20;

type Accepted = Calls["acceptModel"][0];

/**
 * Stores a model: its files under their SHA-256 beside the shipped ones, then its card.
 * @throws AppError `bad-card`, `storage-full`, `storage-unavailable`
 */
export async function acceptModel(
  store: Store,
  { card: given, files, from, measure }: Accepted,
): Promise<BroughtModel> {
  const card = parseBroughtCard(given);
  if (cards.some(({ id }) => id === card.id)) {
    throw new AppError("bad-card", { path: "id", reason: `${card.id} is a model of the app` });
  }
  for (const file of pinnedFiles(card)) {
    const source = files.find(({ sha256 }) => sha256 === file.sha256);
    if (!source) throw new AppError("bad-card", { path: file.name, reason: "its file is missing" });
    await storeFile(store, file, source.blob);
  }
  const before = await store.brought.get(card.id);
  const addedAt = before?.addedAt ?? Date.now();
  await store.brought.put({ id: card.id, card, origin: from, addedAt, usedAt: null, measure });
  return { card, from, addedAt, usedAt: null, measure, complete: true };
}

/** What is kept here: brought models, and shipped ones of which something is stored. */
export async function listModels(store: Store): Promise<ModelShelf> {
  const files = new Map((await store.models.list()).map((file) => [file.sha256, file]));
  const brought = (await store.brought.list()).flatMap((record): readonly BroughtModel[] => {
    const card = readCard(record);
    if (!card) return [];
    const { origin: from, addedAt, usedAt, measure } = record;
    const complete = pinnedFiles(card).every(({ sha256 }) => files.get(sha256)?.complete);
    return [{ card, from, addedAt, usedAt, measure, complete }];
  });
  const shipped = cards.flatMap((card) => {
    const own = shippedFiles(card).flatMap(({ sha256 }) => files.get(sha256) ?? []);
    const storedBytes = own.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
    if (storedBytes === 0) return [];
    return [{ card, storedBytes, usedAt: Math.max(...own.map(({ usedAt }) => usedAt)) }];
  });
  brought.sort((a, b) => b.addedAt - a.addedAt);
  return { brought, shipped };
}

/** The card of a brought model; undefined where it is not here, or is no card any more. */
export async function broughtCard(store: Store, id: string): Promise<ModelCard | undefined> {
  const record = await store.brought.get(id);
  return record && readCard(record);
}

/** Gives a brought model another name. */
export async function renameModel(store: Store, id: string, title: string): Promise<void> {
  await store.brought.update(id, (record) => {
    const card = readCard(record);
    return card ? { ...record, card: { ...card, title } } : record;
  });
}

/** Adds a second card over the same files: for another use of the same network. */
export async function duplicateModel(store: Store, id: string, title: string): Promise<void> {
  const record = await found(store, id);
  const taken = new Set((await store.brought.list()).map((one) => one.id));
  let number = 2;
  while (taken.has(`${id}-${number}`)) number += 1;
  const card = { ...record.card, id: `${id}-${number}`, title };
  await store.brought.put({ ...record, id: card.id, card, addedAt: Date.now(), usedAt: null });
}

/** Deletes a brought model and those of its files that no other model needs; or a shipped one's files. */
export async function deleteModel(store: Store, id: string): Promise<void> {
  const shipped = cards.find((card) => card.id === id);
  const record = shipped ? undefined : await store.brought.get(id);
  const card = shipped ?? (record && readCard(record));
  if (record) await store.brought.delete(id);
  if (!card) return;
  const needed = new Set(await neededFiles(store, id));
  const own = shipped ? shippedFiles(card) : pinnedFiles(card);
  for (const { sha256 } of own) if (!needed.has(sha256)) await store.models.delete(sha256);
}

/**
 * Packs a brought model: its card and its files as they came.
 * @throws AppError `model-needed` where it is not here any more; `storage-unavailable`
 */
export async function exportModel(store: Store, id: string): Promise<GivenFile> {
  const { card, origin } = await found(store, id);
  const files: BroughtFile[] = [];
  for (const file of pinnedFiles(card)) {
    const parts: BlobPart[] = [];
    for await (const chunk of store.models.read(file.sha256)) parts.push(chunk.slice());
    files.push({ ...file, blob: new Blob(parts) });
  }
  return packModel(card, origin, files);
}

/** Remembers that a brought model was used now; where another engine runs it, its measure is of no use any more. */
export async function touchModel(
  store: Store,
  id: string,
  { engine, backend }: Pick<NonNullable<BroughtModel["measure"]>, "engine" | "backend">,
): Promise<void> {
  await store.brought.update(id, (record) => {
    const same = record.measure?.engine === engine && record.measure.backend === backend;
    return { ...record, usedAt: Date.now(), measure: same ? record.measure : null };
  });
}

/** Deletes every stored file that no brought model needs. */
export async function clearShipped(store: Store): Promise<void> {
  const needed = new Set(await neededFiles(store));
  if (needed.size === 0) return store.models.clear();
  for (const { sha256 } of await store.models.list()) {
    if (!needed.has(sha256)) await store.models.delete(sha256);
  }
}

/** The SHA-256 of every file that a brought model needs, but for one of them. */
export async function neededFiles(store: Store, butFor?: string): Promise<readonly string[]> {
  const records = await store.brought.list();
  return records
    .filter(({ id }) => id !== butFor)
    .flatMap((record) => {
      const card = readCard(record);
      return card ? pinnedFiles(card).map(({ sha256 }) => sha256) : [];
    });
}

async function found(
  store: Store,
  id: string,
): Promise<Omit<BroughtRecord, "card" | "origin"> & { card: ModelCard; origin: BroughtFrom }> {
  const record = await store.brought.get(id);
  const card = record && readCard(record);
  if (!record || !card) throw new AppError("model-needed", { task: id });
  return { ...record, card };
}

function readCard({ card }: BroughtRecord): ModelCard | undefined {
  try {
    return parseBroughtCard(card);
  } catch {
    // Another version of the app wrote it: it cannot be run here, and its files stay.
    return undefined;
  }
}

function pinnedFiles(card: ModelCard): readonly PinnedFile[] {
  return card.variants.flatMap(({ files }) => files);
}

function shippedFiles(card: ModelCard): readonly PinnedFile[] {
  const all = card.variants.flatMap((variant) => filesOf(card, variant));
  return all.filter(({ sha256 }, at) => all.findIndex((one) => one.sha256 === sha256) === at);
}

async function storeFile(store: Store, file: PinnedFile, blob: Blob): Promise<void> {
  if ((await store.models.stat(file.sha256))?.complete) return;
  const writer = await store.models.writer(file);
  try {
    for (let at = writer.receivedBytes; at < blob.size; at += pieceBytes) {
      const piece = await blob.slice(at, at + pieceBytes).arrayBuffer();
      await writer.append(new Uint8Array(piece));
    }
    await writer.complete();
  } catch (error) {
    // A part of a model that cannot be stored whole only takes room.
    await writer.discard().catch(() => undefined);
    throw error;
  }
}
