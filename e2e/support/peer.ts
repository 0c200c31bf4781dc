import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Found } from "./app.ts";
import { launchBare } from "./browser.ts";

const origin = "http://localhost:1";

/** A face as the peer finds it. */
export interface PeerFace {
  readonly score: number;
  readonly box: readonly [number, number, number, number];
}

/** `@vladmandic/human`, an independent reader of the same weights, in a page of its own. */
export interface Peer {
  /** Boxes in pixels of the picture. */
  objects(picture: Buffer): Promise<Found[]>;
  /** Boxes in pixels of the picture. */
  faces(picture: Buffer): Promise<PeerFace[]>;
  close(): Promise<void>;
}

/** Opens the peer; close it at the end. */
export async function openPeer(): Promise<Peer> {
  const { page, close } = await launchBare();
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

  const detect = (picture: Buffer, what: "object" | "face"): Promise<unknown> =>
    page.evaluate(
      async ([source, address, what]) => {
        interface Results {
          readonly object: readonly { label: string; score: number; box: number[] }[];
          readonly face: readonly { score: number; boxScore: number; box: number[] }[];
        }
        interface Human {
          detect(image: HTMLImageElement): Promise<Results>;
        }
        const { Human } = (window as unknown as { Human: { Human: new (config: object) => Human } })
          .Human;
        const off = { enabled: false };
        const parts = { mesh: off, iris: off, emotion: off, description: off };
        const human = new Human({
          backend: "wasm",
          wasmPath: `${address}/wasm/`,
          modelBasePath: `${address}/models/`,
          cacheSensitivity: 0,
          filter: off,
          body: off,
          hand: off,
          gesture: off,
          face:
            what === "face"
              ? { enabled: true, ...parts, detector: { minConfidence: 0.3, maxDetected: 20 } }
              : off,
          object: { enabled: what === "object", minConfidence: 0.1, maxDetected: 50 },
        });
        const image = new Image();
        image.src = `data:image/*;base64,${source}`;
        await image.decode();
        const results = await human.detect(image);
        return what === "object"
          ? results.object.map(({ label, score, box }) => ({ label, score, box }))
          : results.face.map(({ boxScore, box }) => ({ score: boxScore, box }));
      },
      [picture.toString("base64"), origin, what] as const,
    );
  return {
    objects: async (picture) => (await detect(picture, "object")) as Found[],
    faces: async (picture) => (await detect(picture, "face")) as PeerFace[],
    close,
  };
}

/** What the peer finds in one picture file. */
export async function peerDetections(path: string): Promise<Found[]> {
  const peer = await openPeer();
  try {
    return await peer.objects(await readFile(path));
  } finally {
    await peer.close();
  }
}
