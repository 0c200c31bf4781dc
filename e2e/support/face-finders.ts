import { test } from "@playwright/test";
import { openFacePeer } from "./face-peer.ts";
import { openPeer } from "./peer.ts";

/** Where each of two finders sees faces: the number of the picture, the score, and the place. */
export interface SeenFaces {
  readonly human: string[];
  readonly mediapipe: string[];
}

/** Attaches the pictures in which a face was seen: what it is can only be judged by looking. */
export async function attachSeen(seen: SeenFaces, pictures: readonly Buffer[]): Promise<void> {
  for (const place of [...seen.human, ...seen.mediapipe]) {
    const body = pictures[Number.parseInt(place, 10)];
    if (body) await test.info().attach(place, { body, contentType: "image/png" });
  }
}

/** Two independent face finders of different makers and weights, each by its own limits. */
export interface FaceFinders {
  /** Numbers and places of the pictures in which each of them sees a face. */
  seenIn(pictures: readonly Buffer[]): Promise<SeenFaces>;
  close(): Promise<void>;
}

/** Opens `@vladmandic/human` and MediaPipe's Tasks; close them at the end. */
export async function openFaceFinders(): Promise<FaceFinders> {
  const [human, mediapipe] = await Promise.all([openPeer(), openFacePeer()]);
  return {
    async seenIn(pictures) {
      const seen: SeenFaces = { human: [], mediapipe: [] };
      for (const [number, picture] of pictures.entries()) {
        const [one, two] = await Promise.all([
          human.facesByDefault(picture),
          mediapipe.faces(picture),
        ]);
        const places = (faces: typeof one): string[] =>
          faces.map(({ score, box }) => `${number}: ${score.toFixed(2)} at ${box.map(Math.round)}`);
        seen.human.push(...places(one));
        seen.mediapipe.push(...places(two));
      }
      return seen;
    },
    async close() {
      await Promise.all([human.close(), mediapipe.close()]);
    },
  };
}
