import { expect, it } from "vitest";
import { downloadBytes } from "#shared";
import { cards } from "./cards.ts";
import { downloads } from "./downloads.ts";

it("says of every card what there is to download, as the card does", () => {
  expect(downloads).toEqual(
    cards.map((card) => ({
      id: card.id,
      title: card.title,
      labels: card.labels,
      variants: card.variants.map((variant) => ({
        format: variant.format,
        bytes: downloadBytes(card, variant),
      })),
    })),
  );
});

it("carries no hash to the first page", () => {
  expect(JSON.stringify(downloads)).not.toMatch(/[0-9a-f]{64}/);
});
