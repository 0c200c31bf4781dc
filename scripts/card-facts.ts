import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";
import type { ProvedCard } from "#shared";

const query = ".json?facts";

/**
 * Gives, for `import "./card.json?facts"`, what a page must know of a model before anything of it is
 * fetched. A module of its own: a bundler keeps one of each file, so that whoever wants a card's title
 * would get its hashes too.
 */
export function cardFacts(): Plugin {
  return {
    name: "card-facts",
    async load(id) {
      if (!id.endsWith(query)) return null;
      const path = id.slice(0, -"?facts".length);
      this.addWatchFile(path);
      const card = JSON.parse(await readFile(path, "utf8")) as ProvedCard;
      return { code: `export default ${JSON.stringify(factsOf(card))}`, moduleType: "js" };
    },
  };
}

function factsOf({ id, title, labels, variants, golden }: ProvedCard): object {
  return {
    id,
    title,
    labels,
    variants: variants.map(({ format, files }) => ({
      format,
      bytes: [...files, golden.input, golden.expected].reduce((sum, { bytes }) => sum + bytes, 0),
    })),
  };
}
