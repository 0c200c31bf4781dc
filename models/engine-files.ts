import { packageFile } from "./package-file.ts";

/** A runtime file that the app serves itself as `/engines/<engine>/<name>`. */
export interface EngineFile {
  readonly engine: string;
  readonly name: string;
  /** Where it lies in `node_modules`. */
  readonly from: string;
}

/**
 * The .wasm files of every engine. TF.js's threaded build is left out: it starts its threads from
 * `blob:` workers, which the content security policy refuses.
 */
export function engineFiles(): readonly EngineFile[] {
  return ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"].map((name) => ({
    engine: "tfjs",
    name,
    from: packageFile("@tensorflow/tfjs-backend-wasm", `dist/${name}`),
  }));
}
