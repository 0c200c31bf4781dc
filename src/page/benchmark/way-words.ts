import type { BenchWay } from "#exports";
import { benchText as words } from "../text/bench-text.ts";
import { text } from "../text/text.ts";

/** A way to run a model, in words: "LiteRT · Processor · 2 threads". */
export function wayWords({
  engine,
  backend,
  threads,
}: Pick<BenchWay, "engine" | "backend" | "threads">): string {
  const on = words.wayOf(text.engineName[engine], words.backend[backend]);
  return backend === "wasm" ? `${on} · ${words.threads(threads)}` : on;
}
