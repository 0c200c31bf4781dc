import { zipWriter } from "#exports";
import type { ModelFile } from "#model-kit";
import { unpack } from "#model-kit";
import type { BroughtFile, BroughtFrom, GivenFile } from "#protocol";
import { AppError, type ModelCard, parseBroughtCard, reasonOf } from "#shared";

/** The entry of a `.localens.zip` that holds the card; the files are beside it, by their SHA-256. */
const cardName = "localens-model.json";
const filesFolder = "files";
const format = "localens-model@1";

/** A card, where its model came from, and its files by the names of the card. */
export interface PackedModel {
  readonly card: ModelCard;
  readonly from: BroughtFrom | null;
  readonly files: readonly ModelFile[];
}

/** Writes a model as one file that another device, or this one later, takes back as it was. */
export async function packModel(
  card: ModelCard,
  from: BroughtFrom,
  files: readonly BroughtFile[],
): Promise<GivenFile> {
  const parts: BlobPart[] = [];
  // The time of packing is left out: the same model makes the same file.
  const zip = zipWriter(
    {
      async write(bytes) {
        parts.push(bytes.slice());
      },
    },
    new Date(1980, 0, 1),
  );
  await zip.add("", cardName, [`${JSON.stringify({ format, card, from }, null, 2)}\n`], true);
  for (const { sha256, blob } of files) await zip.add(filesFolder, sha256, piecesOf(blob), false);
  await zip.finish();
  const name = `${card.id}.localens.zip`;
  return { name, blob: new Blob(parts, { type: "application/zip" }) };
}

/**
 * Reads a `.localens.zip`; undefined where it is another ZIP.
 * @throws AppError `bad-card`, or `model-refused` where a file of the card is missing
 */
export function unpackModel(zip: ModelFile): PackedModel | undefined {
  const entries = new Map(unpack(zip).map(({ name, bytes }) => [name, bytes]));
  const written = entries.get(cardName);
  if (!written) return undefined;
  let json: { format?: unknown; card?: unknown; from?: unknown } | null;
  try {
    json = JSON.parse(new TextDecoder().decode(written));
  } catch (cause) {
    throw new AppError("bad-card", { path: cardName, reason: reasonOf(cause) }, { cause });
  }
  if (json?.format !== format) {
    throw new AppError("bad-card", { path: "format", reason: `${format} is needed` });
  }
  const card = parseBroughtCard(json.card);
  const files = card.variants.flatMap((variant) =>
    variant.files.map(({ name, sha256 }) => {
      const bytes = entries.get(`${filesFolder}/${sha256}`);
      if (bytes) return { name, bytes };
      const details = { code: "no-model", file: zip.name, reason: `${name} is not in it` } as const;
      throw new AppError("model-refused", details);
    }),
  );
  return { card, from: originOf(json.from), files };
}

function originOf(json: unknown): BroughtFrom | null {
  const { kind, name, url } = (json ?? {}) as Partial<Record<"kind" | "name" | "url", unknown>>;
  if (kind === "address" && typeof url === "string") return { kind, url };
  if ((kind === "file" || kind === "shared") && typeof name === "string") return { kind, name };
  return null;
}

async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const pieceBytes = 2 ** 20;
  for (let at = 0; at < blob.size; at += pieceBytes) {
    yield new Uint8Array(await blob.slice(at, at + pieceBytes).arrayBuffer());
  }
}
