import { test } from "@playwright/test";
import type { Box } from "#shared";
import { openFacePeer } from "./face-peer.ts";
import { openPeer } from "./peer.ts";

/** A face that a finder sees in one of several pictures. */
export interface SeenFace {
  /** The number of the picture. */
  readonly picture: number;
  readonly score: number;
  readonly box: Box;
}

/** What each of two finders sees. */
export interface SeenFaces {
  readonly human: readonly SeenFace[];
  readonly mediapipe: readonly SeenFace[];
}

/** Attaches the pictures in which a face was seen: what it is can only be judged by looking. */
export async function attachSeen(seen: SeenFaces, pictures: readonly Buffer[]): Promise<void> {
  for (const { picture, score, box } of [...seen.human, ...seen.mediapipe]) {
    const name = `${picture}: ${score.toFixed(2)} at ${box.map(Math.round)}`;
    const body = pictures[picture];
    if (body) await test.info().attach(name, { body, contentType: "image/png" });
  }
}

/** Two independent face finders of different makers and weights, each by its own limits. */
export interface FaceFinders {
  seenIn(pictures: readonly Buffer[]): Promise<SeenFaces>;
  close(): Promise<void>;
}

/** Opens `@vladmandic/human` and MediaPipe's Tasks; close them at the end. */
export async function openFaceFinders(): Promise<FaceFinders> {
  const [human, mediapipe] = await Promise.all([openPeer(), openFacePeer()]);
  return {
    async seenIn(pictures) {
      const seen = { human: [] as SeenFace[], mediapipe: [] as SeenFace[] };
      for (const [picture, bytes] of pictures.entries()) {
        const [one, two] = await Promise.all([human.facesByDefault(bytes), mediapipe.faces(bytes)]);
        const seenHere = (faces: typeof one): SeenFace[] =>
          faces.map(({ score, box }) => ({ picture, score, box }));
        seen.human.push(...seenHere(one));
        seen.mediapipe.push(...seenHere(two));
      }
      return seen;
    },
    async close() {
      await Promise.all([human.close(), mediapipe.close()]);
    },
  };
}
