import type { SessionReport } from "#protocol";
import { type TunerParts, type TuneWish, tuneModel, wantedOf } from "./tune-model.ts";

/**
 * Measures what could run the models of a task, each candidate in a worker of its own: one that hangs,
 * crashes or fills the memory costs nobody else, and the memory of the slower one is free again. Two at a
 * time, in turn; while a trial runs no frame begins, so that both have the device to themselves, and then
 * frames have it for longer than the trial took. What was measured is kept by and by.
 * Answers with the session that took over, if one did.
 * @throws the platform's `AbortError`; AppError `worker-lost` where the worker of the frames died meanwhile
 */
export async function tune(wish: TuneWish, parts: TunerParts): Promise<SessionReport | null> {
  const { request, signal } = wish;
  const plans = await parts.call("planTuning", request, { signal });
  let done = 0;
  let total = plans.reduce((sum, plan) => sum + wantedOf(plan, wish.asked).length, 0);
  parts.onProgress(done, total);
  for (const plan of plans) {
    await tuneModel(plan, wish, parts, () => {
      done += 1;
      total = Math.max(total, done);
      parts.onProgress(done, total);
    });
  }
  // Else it is used from the next start on.
  if (!parts.mayReplace()) return null;
  return parts.call("bringFastest", request, { signal });
}
