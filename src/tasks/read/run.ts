import { AppError } from "#shared";
import type { TaskRunner } from "#tasks/runner";
import { characters } from "./characters.ts";
import { Reader } from "./reader.ts";

/** Reads text: finds lines, turns them upright, reads each; in live mode only those not read before. */
export const runner = {
  begin({ finder, orienter, recogniser }, mode) {
    if (!finder || !orienter || !recogniser) {
      throw new AppError("internal", { reason: "read needs finder, orienter and recogniser" });
    }
    const reader = new Reader({ finder, orienter, recogniser, characters }, mode);
    return { run: (frame, options) => reader.read(frame, options) };
  },
} satisfies TaskRunner<"read">;
