import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Found } from "./app.ts";
import { launchBare } from "./browser.ts";

const origin = "http://localhost:1";

/**
 * Finds objects with `@vladmandic/human`'s object module, an independent reader of the same weights,
 * in a page of its own. Boxes in pixels of the picture.
 */
export async function peerDetections(jpegPath: string): Promise<Found[]> {
  const { page, close } = await launchBare();
  try {
    await page.route(`${origin}/**`, async (route) => {
      const name = basename(new URL(route.request().url()).pathname);
      if (name === "") return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
      const folder = name.endsWith(".wasm")
        ? "node_modules/@tensorflow/tfjs-backend-wasm/dist"
        : "node_modules/@vladmandic/human/models";
      return route.fulfill({ body: await readFile(`${folder}/${name}`) });
    });
    await page.goto(`${origin}/`);
    await page.addScriptTag({ path: "node_modules/@vladmandic/human/dist/human.js" });
    const picture = (await readFile(jpegPath)).toString("base64");
    return await page.evaluate(
      async ([source, address]) => {
        interface PeerObject {
          readonly label: string;
          readonly score: number;
          readonly box: readonly [number, number, number, number];
        }
        interface Peer {
          detect(image: HTMLImageElement): Promise<{ object: readonly PeerObject[] }>;
        }
        const { Human } = (window as unknown as { Human: { Human: new (config: object) => Peer } })
          .Human;
        const off = { enabled: false };
        const human = new Human({
          backend: "wasm",
          wasmPath: `${address}/wasm/`,
          modelBasePath: `${address}/models/`,
          cacheSensitivity: 0,
          filter: off,
          face: off,
          body: off,
          hand: off,
          gesture: off,
          object: { enabled: true, minConfidence: 0.1, maxDetected: 50 },
        });
        const image = new Image();
        image.src = `data:image/jpeg;base64,${source}`;
        await image.decode();
        const { object } = await human.detect(image);
        return object.map(({ label, score, box }) => ({ label, score, box }));
      },
      [picture, origin] as const,
    );
  } finally {
    await close();
  }
}
