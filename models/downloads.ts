import type { ProvedCard } from "#shared";

/** What a page must know of a model before anything of it is fetched: its name, and what there is to fetch. */
export type DownloadFacts = Pick<ProvedCard, "id" | "title" | "variants" | "golden">;

// Each brings one field of every card: whole cards are for who shows or runs them.
const titles = import.meta.glob<string>(["./*.json", "!./tsconfig*.json"], {
  eager: true,
  import: "title",
});
const variants = import.meta.glob<DownloadFacts["variants"]>(["./*.json", "!./tsconfig*.json"], {
  eager: true,
  import: "variants",
});
const goldens = import.meta.glob<DownloadFacts["golden"]>(["./*.json", "!./tsconfig*.json"], {
  eager: true,
  import: "golden",
});

/** The downloads of every shipped model. A test holds the cards to their form, and to the names of their files. */
export const downloads: readonly DownloadFacts[] = Object.entries(titles).flatMap(
  ([path, title]) => {
    const [files, golden] = [variants[path], goldens[path]];
    const id = path.replace(/^\.\/|\.json$/g, "");
    return files && golden ? [{ id, title, variants: files, golden }] : [];
  },
);
