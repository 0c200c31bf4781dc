import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Box } from "#shared";
import type { Found } from "./app.ts";
import { launchBare } from "./browser.ts";

const origin = "http://localhost:1";

type Point = readonly [x: number, y: number];

/** A face as the peer finds it. */
export interface PeerFace {
  readonly score: number;
  readonly box: Box;
}

/** A face and its mesh as the peer finds it: the box is its enlarged square about the mesh. */
export interface PeerMesh extends PeerFace {
  /** 468 points, cut to whole pixels. */
  readonly mesh: readonly Point[];
}

/** A person as the peer finds it, joints by their COCO names; it leaves out joints that it doubts. */
export interface PeerBody {
  readonly score: number;
  readonly keypoints: Readonly<Record<string, Point>>;
}

/** `@vladmandic/human`, an independent reader of the same weights, in a page of its own. All in pixels. */
export interface Peer {
  objects(picture: Buffer): Promise<Found[]>;
  faces(picture: Buffer): Promise<PeerFace[]>;
  /**
   * Faces by its own limits, except that it takes more than one: its finder from 0.2 on, its mesh agreeing.
   * Its finder alone at 0.2 sees faces in seventeen of twenty-one pictures of animals, food and flowers.
   */
  facesByDefault(picture: Buffer): Promise<PeerFace[]>;
  /**
   * The picture is centred on a black square first: the peer stretches what it is given to a square,
   * and so it sees faces in their true shape.
   */
  meshes(picture: Buffer, turned: boolean): Promise<PeerMesh[]>;
  /** At most one person. */
  bodies(picture: Buffer): Promise<PeerBody[]>;
  close(): Promise<void>;
}

type Work = "object" | "face" | "default face" | "mesh" | "turned mesh" | "body";

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

  const detect = (picture: Buffer, work: Work): Promise<unknown> =>
    page.evaluate(
      async ([source, address, work]) => {
        interface Results {
          readonly object: readonly { label: string; score: number; box: number[] }[];
          readonly face: readonly { boxScore: number; box: number[]; mesh: number[][] }[];
          readonly body: readonly {
            score: number;
            keypoints: readonly { part: string; position: number[] }[];
          }[];
        }
        interface Human {
          detect(image: HTMLImageElement | HTMLCanvasElement): Promise<Results>;
        }
        const { Human } = (window as unknown as { Human: { Human: new (config: object) => Human } })
          .Human;
        const off = { enabled: false };
        const parts = { iris: off, emotion: off, description: off };
        const isMesh = work === "mesh" || work === "turned mesh";
        const mesh = { enabled: isMesh || work === "default face" };
        // Crops are turned upright only where this is asked for.
        const minConfidence = work === "default face" ? 0.2 : 0.3;
        const detector = { minConfidence, maxDetected: 20, rotation: work === "turned mesh" };
        // One for each kind of work: its models are read once.
        const kept = window as unknown as { humans?: Map<string, Human> };
        kept.humans ??= new Map();
        const human =
          kept.humans.get(work) ??
          new Human({
            backend: "wasm",
            wasmPath: `${address}/wasm/`,
            modelBasePath: `${address}/models/`,
            cacheSensitivity: 0,
            filter: off,
            body: { enabled: work === "body", modelPath: "movenet-lightning.json", maxDetected: 1 },
            hand: off,
            gesture: off,
            face:
              work === "face" || mesh.enabled ? { enabled: true, ...parts, mesh, detector } : off,
            object: { enabled: work === "object", minConfidence: 0.1, maxDetected: 50 },
          });
        kept.humans.set(work, human);
        const image = new Image();
        image.src = `data:image/*;base64,${source}`;
        await image.decode();
        if (!isMesh) {
          const { object, face, body } = await human.detect(image);
          if (work === "object")
            return object.map(({ label, score, box }) => ({ label, score, box }));
          if (work === "face" || work === "default face")
            return face.map(({ boxScore, box }) => ({ score: boxScore, box }));
          return body.map(({ score, keypoints }) => ({
            score,
            keypoints: Object.fromEntries(
              keypoints.map(({ part, position }) => [
                part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
                position,
              ]),
            ),
          }));
        }
        const square = document.createElement("canvas");
        const side = Math.max(image.naturalWidth, image.naturalHeight);
        square.width = side;
        square.height = side;
        const left = Math.floor((side - image.naturalWidth) / 2);
        const top = Math.floor((side - image.naturalHeight) / 2);
        const context = square.getContext("2d");
        context?.fillRect(0, 0, side, side);
        context?.drawImage(image, left, top);
        const { face } = await human.detect(square);
        return face.map(({ boxScore, box: [x = 0, y = 0, width, height], mesh }) => ({
          score: boxScore,
          box: [x - left, y - top, width, height],
          mesh: mesh.map(([x = 0, y = 0]) => [x - left, y - top]),
        }));
      },
      [picture.toString("base64"), origin, work] as const,
    );
  return {
    objects: async (picture) => (await detect(picture, "object")) as Found[],
    faces: async (picture) => (await detect(picture, "face")) as PeerFace[],
    facesByDefault: async (picture) => (await detect(picture, "default face")) as PeerFace[],
    meshes: async (picture, turned) =>
      (await detect(picture, turned ? "turned mesh" : "mesh")) as PeerMesh[],
    bodies: async (picture) => (await detect(picture, "body")) as PeerBody[],
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
