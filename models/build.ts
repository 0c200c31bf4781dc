import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PinnedFile, ProvedCard } from "#shared";
import { engineFiles } from "./engine-files.ts";
import { pinCard } from "./pin.ts";
import type { PreparedFile } from "./prepare-tfjs.ts";
import { modelsFolder, readCards } from "./read-cards.ts";
import { recipes } from "./recipes.ts";
import { ServedFolder } from "./served-folder.ts";
import { verifyFile } from "./verify-file.ts";

const publicFolder = join(modelsFolder, "..", "public");

async function prepare(card: ProvedCard, variant: string): Promise<readonly PreparedFile[]> {
  const recipe = recipes.find((one) => one.card === card.id && one.variant === variant);
  if (!recipe) throw new Error(`models/recipes.ts has no recipe for ${card.id}, ${variant}.`);
  return recipe.prepare();
}

function goldenFile({ name }: Pick<PinnedFile, "name">): PreparedFile {
  return { name, content: readFileSync(join(modelsFolder, "golden", name)) };
}

async function pinAll(): Promise<void> {
  for (const file of readCards()) {
    const prepared = new Map<string, readonly PreparedFile[]>();
    for (const { id } of file.card.variants) prepared.set(id, await prepare(file.card, id));
    const { input, expected } = file.card.golden;
    pinCard(file, prepared, { input: goldenFile(input), expected: goldenFile(expected) });
  }
}

/** Serves a list of pinned files; `make` runs only when one of them is not there already. */
async function serve(
  folder: ServedFolder,
  card: ProvedCard,
  pinned: readonly PinnedFile[],
  make: () => Promise<readonly PreparedFile[]>,
): Promise<void> {
  // The hash is the name: files that are there and whole need not be made again.
  if (pinned.every((file) => folder.keepIf(file.sha256, file))) return;
  const made = await make();
  for (const file of pinned) {
    const content = made.find(({ name }) => name === file.name)?.content;
    if (!content) throw new Error(`models/${card.id}.json: no recipe makes the file ${file.name}.`);
    verifyFile(card.id, file, content);
    folder.put(file.sha256, content);
  }
}

async function build(): Promise<string> {
  const models = new ServedFolder(join(publicFolder, "models"));
  const cards = readCards().map(({ card }) => card);
  for (const card of cards) {
    for (const variant of card.variants) {
      await serve(models, card, variant.files, () => prepare(card, variant.id));
    }
    const golden = [card.golden.input, card.golden.expected];
    // Committed files, so they are compared with the card each time, not only when absent.
    for (const file of golden) verifyFile(card.id, file, goldenFile(file).content);
    await serve(models, card, golden, async () => golden.map(goldenFile));
  }
  const engines = new ServedFolder(join(publicFolder, "engines"));
  const runtimes = engineFiles();
  for (const file of runtimes) engines.put(`${file.engine}/${file.name}`, file.read());
  const removed = [...models.removeOthers(), ...engines.removeOthers()].length;
  return `models: ${cards.length} ready, ${runtimes.length} engine files, ${removed} stale files removed`;
}

try {
  if (process.argv.includes("--pin")) await pinAll();
  console.log(await build());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
