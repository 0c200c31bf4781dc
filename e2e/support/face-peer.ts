import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { peerModel } from "#peer-models";
import type { Box } from "#shared";
import { launchBare } from "./browser.ts";
import type { PeerFace } from "./peer.ts";

const origin = "http://localhost:1";
const types: Readonly<Record<string, string>> = {
  js: "text/javascript",
  mjs: "text/javascript",
  wasm: "application/wasm",
};

/** MediaPipe's face finder for near faces, with weights of its own, in a page of its own. */
export interface FacePeer {
  /** Boxes in pixels of the picture. */
  faces(picture: Buffer): Promise<PeerFace[]>;
  close(): Promise<void>;
}

async function answer(name: string): Promise<Buffer> {
  if (name === "face.tflite") return Buffer.from(peerModel(name) ?? []);
  const folder = name.startsWith("vision_wasm") ? "wasm/" : "";
  return readFile(`node_modules/@mediapipe/tasks-vision/${folder}${name}`);
}

/** Opens the finder; close it at the end. */
export async function openFacePeer(): Promise<FacePeer> {
  const { page, close } = await launchBare();
  await page.route(`${origin}/**`, async (route) => {
    const name = basename(new URL(route.request().url()).pathname);
    if (name === "") return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
    const contentType = types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    return route.fulfill({ contentType, body: await answer(name) });
  });
  await page.goto(`${origin}/`);
  await page.evaluate(async (address) => {
    const vision = await import(`${address}/vision_bundle.mjs`);
    const files = await vision.FilesetResolver.forVisionTasks(address);
    const finder = await vision.FaceDetector.createFromOptions(files, {
      baseOptions: { modelAssetPath: `${address}/face.tflite`, delegate: "CPU" },
      runningMode: "IMAGE",
    });
    Object.assign(window, { finder });
  }, origin);
  return {
    faces: (picture) =>
      page.evaluate(async (base64) => {
        interface Finder {
          detect(image: HTMLImageElement): {
            readonly detections: readonly {
              readonly categories: readonly { readonly score: number }[];
              readonly boundingBox?: {
                readonly originX: number;
                readonly originY: number;
                readonly width: number;
                readonly height: number;
              };
            }[];
          };
        }
        const { finder } = window as unknown as { finder: Finder };
        const image = new Image();
        image.src = `data:image/*;base64,${base64}`;
        await image.decode();
        return finder.detect(image).detections.map(({ categories, boundingBox: box }) => ({
          score: categories[0]?.score ?? 0,
          box: [box?.originX ?? 0, box?.originY ?? 0, box?.width ?? 0, box?.height ?? 0] as Box,
        }));
      }, picture.toString("base64")),
    close,
  };
}
