import { type PreparedFile, prepareTfjs } from "./prepare-tfjs.ts";

/** How the files of one variant come out of pinned npm packages. */
export interface Recipe {
  /** The card's id and the id of its variant. */
  readonly card: string;
  readonly variant: string;
  /** The same bytes at every call, in the card's order. */
  prepare(): Promise<readonly PreparedFile[]>;
}

/** One recipe for each variant of each card. */
export const recipes: readonly Recipe[] = [
  {
    card: "centernet-512",
    variant: "tfjs-fp16",
    prepare: () => prepareTfjs("@vladmandic/human", "models/centernet.json"),
  },
];
