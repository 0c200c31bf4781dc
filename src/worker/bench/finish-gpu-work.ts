import type { Session } from "../engines/engine.ts";
import type { Preprocess } from "../preprocess/preprocess.ts";

/**
 * A GPU is handed its work and does it later: a stage that does not wait for it would be told as nothing,
 * and the next one that reads from there would be told as everything.
 */
export function finishingRuns(session: Session): Session {
  const { gpu } = session;
  if (!gpu) return session;
  return {
    ...session,
    run: (inputs) => session.run(inputs),
    dispose: () => session.dispose(),
    gpu: {
      device: gpu.device,
      async run(inputs) {
        const outputs = await gpu.run(inputs);
        await gpu.device.queue.onSubmittedWorkDone();
        return outputs;
      },
    },
  };
}

/** As `finishingRuns`, for making the input. */
export function finishingFits(preprocess: Preprocess, { gpu }: Session): Preprocess {
  if (!gpu || preprocess.path === "cpu") return preprocess;
  return {
    path: preprocess.path,
    input: preprocess.input,
    async fit(image, size, region) {
      const fitted = await preprocess.fit(image, size, region);
      await gpu.device.queue.onSubmittedWorkDone();
      return fitted;
    },
    dispose: () => preprocess.dispose(),
  };
}
