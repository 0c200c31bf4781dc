import type { Page } from "@playwright/test";
import { expect, type Report, reportWhere } from "./app.ts";

/** What the report says of a model that is being brought. */
export interface ImportPart {
  readonly state: string;
  readonly code?: string;
  readonly model: string;
  readonly format: string;
  readonly task: string;
  readonly decoder: string;
  readonly preprocessing: {
    readonly width: number;
    readonly height: number;
    readonly channels: string;
    readonly fit: string;
  };
  readonly engines: readonly { engine: string; backend: string; ok: boolean; reason?: string }[];
}

/** Files as a person chooses them: their paths, or their bytes. */
export type Chosen = readonly string[] | readonly { name: string; bytes: Uint8Array }[];

/** Waits until the report of a brought model satisfies a condition, and returns it. */
export async function imported(
  page: Page,
  what: string,
  holds: (part: ImportPart) => boolean,
): Promise<ImportPart> {
  const partOf = (report: Report): ImportPart | null =>
    (report as Report & { readonly import: ImportPart | null }).import;
  const report = await reportWhere(page, what, (one) => {
    const part = partOf(one);
    return part !== null && holds(part);
  });
  return partOf(report) as ImportPart;
}

/** Chooses a model's files, and waits until every engine has tried it, or it was refused. */
export async function bring(page: Page, chosen: Chosen): Promise<ImportPart> {
  const files = chosen.map((one) =>
    typeof one === "string"
      ? one
      : { name: one.name, mimeType: "", buffer: Buffer.from(one.bytes) },
  );
  await page.getByTestId("model-input").setInputFiles(files as string[]);
  const ended = '[data-testid="model-proposal"][data-busy="false"], [data-testid="model-refused"]';
  await expect(page.locator(ended)).toBeVisible({ timeout: 400_000 });
  return imported(page, "the end of the trials", ({ state, engines }) => {
    const tried = ({ reason }: ImportPart["engines"][number]): boolean =>
      reason !== "waiting" && reason !== "running";
    return state === "refused" || (state === "proposed" && engines.every(tried));
  });
}

/** What a model finds in a picture, in words. */
export async function foundIn(page: Page, picture: string): Promise<string> {
  await page.getByTestId("model-picture").setInputFiles(picture);
  const found = page.getByTestId("model-found");
  await expect(found).toHaveAttribute("data-at", "shown");
  return (await found.textContent()) ?? "";
}

/** Lets go of the model at hand. */
export async function letGo(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: /^(Cancel|Choose another)$/ });
  await button.focus();
  await button.press("Enter");
  await expect(page.getByTestId("model-choose")).toBeVisible();
}
