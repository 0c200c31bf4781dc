import { parseDecoder } from "./card-decoder.ts";
import { AppError } from "./errors.ts";
import { type ModelCard, readCard } from "./model-card.ts";

/**
 * Reads untrusted JSON as the card of a model that a person brought: a golden vector is not read, for
 * whoever wrote the file could have written any. Apart from shipped cards, which name no decoder.
 * @throws AppError `bad-card`, naming the path of the first field that is wrong.
 */
export function parseBroughtCard(json: unknown): ModelCard {
  const card = readCard(json);
  const { decoder } = json as { readonly decoder?: unknown };
  if (decoder === undefined) return card;
  const read = parseDecoder(decoder);
  if ("wrong" in read) {
    const reason = "it is not what this decoder needs";
    throw new AppError("bad-card", { path: read.wrong, reason });
  }
  return { ...card, decoder: read.decoder };
}
