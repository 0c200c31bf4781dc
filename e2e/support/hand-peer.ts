import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { launchBare } from "./browser.ts";

const origin = "http://localhost:1";
const types: Readonly<Record<string, string>> = {
  js: "text/javascript",
  wasm: "application/wasm",
};

/** 21 points in pixels of the picture. */
export type PeerHand = readonly (readonly [x: number, y: number])[];

/** What `@mediapipe/hands`, an independent pipeline with its own finder, finds in a picture file. */
export async function peerHands(path: string): Promise<readonly PeerHand[]> {
  const { page, close } = await launchBare();
  try {
    await page.route(`${origin}/**`, async (route) => {
      const name = basename(new URL(route.request().url()).pathname);
      if (name === "") return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
      const contentType = types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
      return route.fulfill({
        contentType,
        body: await readFile(`node_modules/@mediapipe/hands/${name}`),
      });
    });
    await page.goto(`${origin}/`);
    await page.addScriptTag({ url: `${origin}/hands.js` });
    const source = (await readFile(path)).toString("base64");
    return await page.evaluate(
      async ([base64, address]) => {
        interface Results {
          readonly multiHandLandmarks?: readonly (readonly { x: number; y: number }[])[];
        }
        interface Hands {
          setOptions(options: object): void;
          onResults(take: (results: Results) => void): void;
          send(input: object): Promise<void>;
        }
        const { Hands } = window as unknown as { Hands: new (config: object) => Hands };
        const hands = new Hands({ locateFile: (name: string) => `${address}/${name}` });
        hands.setOptions({ staticImageMode: true, maxNumHands: 4, modelComplexity: 0 });
        const image = new Image();
        image.src = `data:image/*;base64,${base64}`;
        await image.decode();
        const answer = new Promise<Results>((resolve) => {
          hands.onResults(resolve);
        });
        await hands.send({ image });
        const { multiHandLandmarks = [] } = await answer;
        return multiHandLandmarks.map((points) =>
          points.map(
            ({ x, y }) => [x * image.naturalWidth, y * image.naturalHeight] as [number, number],
          ),
        );
      },
      [source, origin] as const,
    );
  } finally {
    await close();
  }
}
