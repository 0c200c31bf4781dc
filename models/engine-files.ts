import { readFileSync } from "node:fs";
import { packageFile } from "./package-file.ts";

/** A runtime file that the app serves itself as `/engines/<engine>/<name>`. */
export interface EngineFile {
  readonly engine: string;
  readonly name: string;
  read(): Uint8Array;
}

const tfjs = "@tensorflow/tfjs-backend-wasm";
const onnx = "onnxruntime-web";
const litert = "@litertjs/core";

/**
 * The files that the engines fetch themselves. Left out, because nothing uses them: TF.js's threaded
 * build (it starts its threads from `blob:` workers, which the content security policy refuses) and ONNX
 * Runtime's JSEP build (which upstream removes).
 */
export function engineFiles(): readonly EngineFile[] {
  const onnxBuilds = ["", ".jspi", ".asyncify"].map((build) => `ort-wasm-simd-threaded${build}`);
  const litertBuilds = ["", "_compat", "_threaded", "_jspi"].map(
    (build) => `litert_wasm${build}_internal`,
  );
  return [
    ...["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"].map((name) =>
      copied("tfjs", name, tfjs, "dist"),
    ),
    ...onnxBuilds.flatMap((build) => [
      copied("onnx", `${build}.mjs`, onnx, "dist"),
      copied("onnx", `${build}.wasm`, onnx, "dist"),
    ]),
    ...litertBuilds.flatMap((build) => [
      asModule(copied("litert", `${build}.js`, litert, "wasm")),
      copied("litert", `${build}.wasm`, litert, "wasm"),
    ]),
  ];
}

function copied(engine: string, name: string, packageName: string, folder: string): EngineFile {
  return { engine, name, read: () => readFileSync(packageFile(packageName, `${folder}/${name}`)) };
}

/**
 * LiteRT's loaders are classic scripts whose one `var` is their result; module workers can only import
 * them, which leaves that `var` in the module. The copy hands it out, and still works as a classic script.
 */
function asModule(file: EngineFile): EngineFile {
  const handOut = Buffer.from("\nglobalThis.ModuleFactory = ModuleFactory;\n");
  return { ...file, read: () => Buffer.concat([file.read(), handOut]) };
}
