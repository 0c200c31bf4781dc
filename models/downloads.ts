import type { ModelFormat } from "#shared";

/** What a page must know of a model before anything of it is fetched. */
export interface DownloadFacts {
  /** The card's id. */
  readonly id: string;
  readonly title: string;
  /** What its classes are called; empty where it names nothing. */
  readonly labels: readonly string[];
  /** In the card's order; the bytes are those of a first download, golden vector included. */
  readonly variants: readonly { readonly format: ModelFormat; readonly bytes: number }[];
}

// Whole cards are for who runs or lists them: scripts/card-facts.ts takes from each what is wanted here.
const facts = import.meta.glob<DownloadFacts>(["./*.json", "!./tsconfig*.json"], {
  eager: true,
  query: "?facts",
  import: "default",
});

/** The downloads of every shipped model, which a test holds to the cards. */
export const downloads: readonly DownloadFacts[] = Object.values(facts);
