import { FaceDetector, FilesetResolver, ImageSegmenter } from "@mediapipe/tasks-vision";
import { loop, openCamera } from "./loop.ts";

const work = new URLSearchParams(location.search).get("work");

const video = await openCamera();
const files = await FilesetResolver.forVisionTasks("/mediapipe/wasm");
if (work === "segment") {
  const segmenter = await ImageSegmenter.createFromOptions(files, {
    baseOptions: { modelAssetPath: "/peer-models/selfie.tflite", delegate: "CPU" },
    runningMode: "VIDEO",
    outputCategoryMask: false,
    outputConfidenceMasks: true,
  });
  await loop(video, (frame) => {
    let masks = 0;
    segmenter.segmentForVideo(frame, performance.now(), ({ confidenceMasks }) => {
      masks = confidenceMasks?.length ?? 0;
    });
    return masks;
  });
} else {
  const detector = await FaceDetector.createFromOptions(files, {
    baseOptions: { modelAssetPath: "/peer-models/face.tflite", delegate: "CPU" },
    runningMode: "VIDEO",
  });
  await loop(video, (frame) => detector.detectForVideo(frame, performance.now()).detections.length);
}
