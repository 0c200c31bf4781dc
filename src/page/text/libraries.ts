/** What others wrote and this page ships, and under which licence; names, which no language changes. */
export const libraries = [
  "TensorFlow.js, LiteRT, FlatBuffers, AssemblyScript: Apache-2.0",
  "ONNX Runtime, React, zustand, Workbox, hash-wasm, fflate, uPlot: MIT",
  "mediabunny: MPL-2.0",
  "protobuf.js: BSD-3-Clause",
  "idb: ISC",
] as const;
