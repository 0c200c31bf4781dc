import type { BenchWay } from "#exports";
import { computesInHalves } from "#shared";
import { benchText as words } from "../text/bench-text.ts";
import { text } from "../text/text.ts";

/** A way to run a model, in words: "LiteRT · Processor · 2 threads", "ONNX Runtime · Graphics · half precision". */
export function wayWords({
  engine,
  backend,
  variant,
  threads,
}: Pick<BenchWay, "engine" | "backend" | "variant" | "threads">): string {
  const on = words.wayOf(text.engineName[engine], words.backend[backend]);
  if (backend === "wasm") return `${on} · ${words.threads(threads)}`;
  return computesInHalves(variant) ? words.inHalves(on) : on;
}
