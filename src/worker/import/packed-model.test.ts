import { createHash } from "node:crypto";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { BroughtFile } from "#protocol";
import type { ModelCard } from "#shared";
import { exampleCard } from "#shared/example-card";
import { packModel, unpackModel } from "./packed-model.ts";

function fileOf(name: string, text: string): BroughtFile {
  const bytes = new TextEncoder().encode(text);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name, bytes: bytes.length, sha256, blob: new Blob([bytes]) };
}

const files = [fileOf("model.json", "{}"), fileOf("weights/one of two.bin", "numbers")];
const card: ModelCard = {
  ...exampleCard,
  id: "any-1",
  task: "detect",
  title: "Äny",
  input: { ...exampleCard.input, fit: "centre-crop" },
  outputs: [{ name: "b", shape: [1, 2, 4], dtype: "float32" }],
  labels: ["face"],
  decoder: { id: "ultraface", parameters: { boxes: "b", scores: "s" } },
  variants: [
    {
      id: "tfjs-fp32",
      format: "tfjs",
      precision: "fp32",
      files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    },
  ],
};
const from = { kind: "address", url: "https://example.org/a.zip" } as const;

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

describe("a packed model", () => {
  it("is unpacked as it was: card, origin, and every file by its own path", async () => {
    const packed = await packModel(card, from, files);
    expect(packed.name).toBe("any-1.localens.zip");
    const read = unpackModel({ name: packed.name, bytes: await bytesOf(packed.blob) });
    expect(read?.card).toEqual(card);
    expect(read?.from).toEqual(from);
    expect(read?.files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)])).toEqual([
      ["model.json", "{}"],
      ["weights/one of two.bin", "numbers"],
    ]);
  });

  it("is the same file each time", async () => {
    const [one, other] = [await packModel(card, from, files), await packModel(card, from, files)];
    expect(await bytesOf(one.blob)).toEqual(await bytesOf(other.blob));
  });

  const zip = (entries: Record<string, string>): Uint8Array =>
    zipSync(
      Object.fromEntries(
        Object.entries(entries).map(([name, text]) => [name, new TextEncoder().encode(text)]),
      ),
    );
  const written = (change: object): string =>
    JSON.stringify({ format: "localens-model@1", card, from, ...change });

  it("is told from other ZIPs", () => {
    expect(unpackModel({ name: "a.zip", bytes: zip({ "model.onnx": "x" }) })).toBe(undefined);
  });

  it.each<[string, Record<string, string>, string]>([
    ["its card is no JSON", { "localens-model.json": "{" }, "bad-card"],
    ["it is of another version", { "localens-model.json": written({ format: "2" }) }, "bad-card"],
    [
      "its card lacks what a card must say",
      { "localens-model.json": written({ card: { id: "a" } }) },
      "bad-card",
    ],
    [
      "its decoder is none",
      { "localens-model.json": written({ card: { ...card, decoder: { id: "eval" } } }) },
      "bad-card",
    ],
    ["a file is missing", { "localens-model.json": written({}) }, "model-refused"],
  ])("is refused where %s", (_, entries, code) => {
    expect(() => unpackModel({ name: "a.zip", bytes: zip(entries) })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it.each([[{ kind: "address", url: 5 }], [{ kind: "elsewhere", name: "a" }], [null]])(
    "forgets an origin that is none: %o",
    async (origin) => {
      const sha = Object.fromEntries(files.map(({ sha256 }) => [`files/${sha256}`, "x"]));
      const bytes = zip({ "localens-model.json": written({ from: origin }), ...sha });
      expect(unpackModel({ name: "a.zip", bytes })?.from).toBe(null);
    },
  );
});
