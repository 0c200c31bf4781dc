import { openFacePeer } from "./face-peer.ts";
import { openPeer } from "./peer.ts";

/** Two independent face finders of different makers and weights, each by its own limits. */
export interface FaceFinders {
  /** Numbers and places of the pictures in which each of them sees a face. */
  seenIn(pictures: readonly Buffer[]): Promise<{ human: string[]; mediapipe: string[] }>;
  close(): Promise<void>;
}

/** Opens `@vladmandic/human` and MediaPipe's Tasks; close them at the end. */
export async function openFaceFinders(): Promise<FaceFinders> {
  const [human, mediapipe] = await Promise.all([openPeer(), openFacePeer()]);
  return {
    async seenIn(pictures) {
      const seen = { human: [] as string[], mediapipe: [] as string[] };
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
