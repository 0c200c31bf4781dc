import type { DeviceCheck, EngineOnBackend } from "#protocol";
import { filesOf, type GoldenVerdict, isAbort, type ProvedCard } from "#shared";
import { ensureRuntime } from "./bring-runtime.ts";
import { findCandidates } from "./candidates.ts";
import type { Session } from "./engines/engine.ts";
import { fetchEngine } from "./fetch-engine.ts";
import { type GoldenRun, judgeSession, readGoldenRun } from "./golden-run.ts";
import type { LoadParts } from "./load.ts";
import { refusalReason } from "./refusal-reason.ts";
import { transferMs } from "./transfer-time.ts";
import { variantFilesOf } from "./variant-files.ts";
import { whyUnusable } from "./why-unusable.ts";

/** What a check needs of its surroundings. */
export type CheckParts = Omit<
  LoadParts,
  "cardById" | "proofs" | "measured" | "isStored" | "missingFiles" | "savesBytes" | "onStarted"
>;

/** Slow devices are asked a few times only, fast ones often enough for a steady median. */
const warmRuns = { atLeast: 3, atMost: 25, withinMs: 2_000 };

/**
 * Lets one engine on one backend run a small model for real: starts it, compares its answers with the
 * card's golden vector, and times it. The attempt lasts from the engine's start to its first answer.
 * Whatever stands in the way is the check's `reason`.
 * @throws the platform's `AbortError`
 */
export async function checkDevice(
  on: EngineOnBackend,
  card: ProvedCard,
  parts: CheckParts,
  signal: AbortSignal,
): Promise<DeviceCheck> {
  // What not every device can run says nothing of the engine.
  const candidate = findCandidates(card, parts.engines, on, []).allowed.find(
    (one) => one.variant.needs === undefined,
  );
  if (!candidate) return unusable(on, card, "it does not compute there");
  const { entry, variant } = candidate;
  const lack = whyUnusable(variant, await parts.probe(on.backend));
  if (lack !== undefined) return unusable(on, card, lack);
  let session: Session | undefined;
  try {
    signal.throwIfAborted();
    const code = fetchEngine(entry);
    code.catch(() => {});
    const { files } = await parts.fetchFiles(filesOf(card, variant), {
      signal,
      onProgress: (loadedBytes, totalBytes, cachedBytes) =>
        parts.onProgress({ loadedBytes, totalBytes, cachedBytes }),
    });
    const golden = await readGoldenRun(card, variant, files);
    const engine = await code;
    await ensureRuntime(engine, on.backend, parts, signal);
    signal.throwIfAborted();

    const attempt = { engine: on.engine, backend: on.backend };
    parts.onAttempt({ ...attempt, state: "started" });
    const startMs = performance.now();
    session = await engine.load(variantFilesOf(card, variant, files, golden), on.backend, signal);
    const first = await judgeSession(session, golden);
    const endMs = performance.now();
    parts.onAttempt({ ...attempt, state: "settled" });

    const { threads, build } = session;
    const transfers = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const coldMs = rounded(endMs - startMs - transferMs(transfers, startMs, endMs));
    const warm = first.ok ? await runWarm(session, golden, signal) : undefined;
    const verdict = warm && warm.verdict.worst > first.worst ? warm.verdict : first;
    const { tolerance } = verdict;
    // Infinity does not survive JSON: where nothing could be compared there is no number.
    const worst = Number.isFinite(verdict.worst) ? verdict.worst : null;
    const ok = first.ok && verdict.ok;
    const warmMs = ok && warm ? rounded(warm.ms) : null;
    const agreement = { worst, tolerance };
    const check = { ...on, ok, agreement, coldMs, warmMs, threads, build, model: card.id };
    if (ok) return check;
    const which = first.ok ? "a later answer" : "its answer";
    const distance = worst === null ? "cannot be compared" : `is off by ${worst}`;
    const reason = `${which} is wrong: ${verdict.output} ${distance}, allowed is ${tolerance}`;
    return { ...check, reason };
  } catch (error) {
    if (isAbort(error)) throw error;
    return unusable(on, card, refusalReason(error));
  } finally {
    session?.dispose();
  }
}

/** Runs again and again: the median time, and the verdict on the worst answer. */
async function runWarm(
  session: Session,
  golden: GoldenRun,
  signal: AbortSignal,
): Promise<{ readonly verdict: GoldenVerdict; readonly ms: number }> {
  const times: number[] = [];
  let worst: GoldenVerdict | undefined;
  let spentMs = 0;
  for (;;) {
    signal.throwIfAborted();
    const startMs = performance.now();
    const verdict = await judgeSession(session, golden);
    const ms = performance.now() - startMs;
    if (!worst || verdict.worst > worst.worst) worst = verdict;
    times.push(ms);
    spentMs += ms;
    const enough = times.length >= warmRuns.atLeast && spentMs >= warmRuns.withinMs;
    if (enough || times.length === warmRuns.atMost) break;
    // Lets the heartbeat, and an abort, through.
    await new Promise((resolve) => setTimeout(resolve));
  }
  const sorted = times.toSorted((a, b) => a - b);
  return { verdict: worst, ms: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}

/** Finer than a hundredth of a millisecond no browser's clock is. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}

function unusable(on: EngineOnBackend, card: ProvedCard, reason: string): DeviceCheck {
  const nothing = { agreement: null, coldMs: null, warmMs: null, threads: null, build: null };
  return { ...on, ok: false, ...nothing, model: card.id, reason };
}
