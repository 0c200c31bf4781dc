import { type Config, Human } from "@vladmandic/human";
import { loop, openCamera } from "./loop.ts";

const query = new URLSearchParams(location.search);
const work = query.get("work");
const off = { enabled: false } as const;
const config: Partial<Config> = {
  backend: "wasm",
  wasmPath: "/wasm/",
  modelBasePath: "/models/",
  face:
    work === "faces"
      ? {
          enabled: true,
          detector: { maxDetected: 10 },
          mesh: { enabled: true },
          iris: off,
          emotion: off,
          description: off,
        }
      : off,
  body: { enabled: work === "pose" },
  hand: off,
  gesture: off,
  segmentation: off,
  object: { enabled: work === "detect" },
  // As it comes it caches and filters; its fastest is without both.
  ...(query.get("mode") === "bare" && { cacheSensitivity: 0, filter: { enabled: false } }),
};

const video = await openCamera();
const human = new Human(config);
await human.load();
await loop(video, async (frame) => {
  const { object, body, face } = await human.detect(frame);
  return object.length + body.length + face.length;
});
