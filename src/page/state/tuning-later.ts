import type { Tuning, TuningParts } from "./tuning.ts";

/** The tuner, whose code comes with the first session: nothing is measured before. */
export function tuningLater(parts: TuningParts): Tuning {
  let coming: Promise<Tuning | undefined> | undefined;
  const come = (): Promise<Tuning | undefined> => {
    coming ??= import("./tuning.ts").then(
      ({ createTuning }) => createTuning(parts),
      () => {
        // Without it everything runs, and it is asked for again at the next session.
        coming = undefined;
        return undefined;
      },
    );
    return coming;
  };
  return {
    onReady: (session) => void come().then((tuning) => tuning?.onReady(session)),
    onLost: () => void coming?.then((tuning) => tuning?.onLost()),
    measureNow: () => void come().then((tuning) => tuning?.measureNow()),
    cancel: () => void coming?.then((tuning) => tuning?.cancel()),
    missingBytes: async () => (await come())?.missingBytes() ?? null,
  };
}
