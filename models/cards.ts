import { type ProvedCard, parseCard } from "#shared";

export { proofs } from "./proofs.ts";

const files = import.meta.glob<{ default: unknown }>(["./*.json", "!./tsconfig*.json"], {
  eager: true,
});

/** The cards of every shipped model. */
export const cards: readonly ProvedCard[] = Object.values(files).map((file) =>
  parseCard(file.default),
);

/** The card with this id, if the app ships it. */
export function cardById(id: string): ProvedCard | undefined {
  return cards.find((card) => card.id === id);
}
