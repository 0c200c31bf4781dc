import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { unzipSync } from "fflate";
import { expect } from "./app.ts";
import { launchBare } from "./browser.ts";

/** The formats that the Files place saves. */
export type ExportFormat = "json" | "csv" | "coco" | "zip";

/** A `localens.results.v1` document, as far as stories read it. */
export interface ResultsDocument {
  readonly app: { readonly version: string };
  readonly items: readonly {
    readonly file: string;
    readonly width: number;
    readonly height: number;
    readonly task: string;
    readonly model: string;
    readonly engine: string;
    readonly ms: number;
    readonly result?: Readonly<Record<string, unknown>>;
    readonly frames?: readonly { readonly timeMs: number; readonly result: object }[];
  }[];
}

/** Saves an export and reads the file that the browser downloaded. */
export async function saveExport(
  page: Page,
  format: ExportFormat,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const downloading = page.waitForEvent("download");
  await page.getByTestId(`export-${format}`).click();
  const download = await downloading;
  return {
    name: download.suggestedFilename(),
    bytes: Uint8Array.from(readFileSync(await download.path())),
  };
}

/** Saves an export as text. */
export async function saveText(page: Page, format: ExportFormat): Promise<string> {
  return Buffer.from((await saveExport(page, format)).bytes).toString("utf8");
}

/** Saves and unpacks the ZIP. */
export async function saveZip(page: Page): Promise<Record<string, Uint8Array>> {
  return unzipSync((await saveExport(page, "zip")).bytes);
}

/** Parses a document and checks it against the schema that the repository describes it by. */
export function readResults(text: string): ResultsDocument {
  const schema = JSON.parse(readFileSync("public/schemas/localens.results.v1.json", "utf8"));
  const isValid = new Ajv2020({
    allErrors: true,
    strictTypes: false,
    strictRequired: false,
  }).compile(schema);
  const document: unknown = JSON.parse(text);
  isValid(document);
  expect(isValid.errors ?? []).toEqual([]);
  return document as ResultsDocument;
}

/** The pixels of a picture file, RGBA. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Decodes pictures in a browser that has nothing to do with the app. */
export async function decodePictures(files: readonly Uint8Array[]): Promise<Pixels[]> {
  const { page, close } = await launchBare();
  try {
    const decoded: Pixels[] = [];
    for (const file of files) {
      const { width, height, base64 } = await page.evaluate(async (source) => {
        const bytes = Uint8Array.from(atob(source), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes]));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext("2d");
        context?.drawImage(bitmap, 0, 0);
        const { data } = context?.getImageData(0, 0, bitmap.width, bitmap.height) ?? {};
        let letters = "";
        for (let at = 0; at < (data?.length ?? 0); at += 2 ** 15) {
          letters += String.fromCharCode(...(data?.subarray(at, at + 2 ** 15) ?? []));
        }
        return { width: bitmap.width, height: bitmap.height, base64: btoa(letters) };
      }, Buffer.from(file).toString("base64"));
      decoded.push({ width, height, data: Uint8Array.from(Buffer.from(base64, "base64")) });
    }
    return decoded;
  } finally {
    await close();
  }
}
