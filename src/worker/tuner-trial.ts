import type { OpenedCandidate, TuneCandidate } from "#protocol";
import { AppError, type CpuTensor } from "#shared";
import type { Session } from "./engines/engine.ts";
import { prepareCandidate, type StartParts } from "./start-candidate.ts";
import { type CandidateSource, wantedCandidate } from "./wanted-candidate.ts";

/** What a trial needs of its surroundings. */
export interface TunerTrialParts extends StartParts, CandidateSource {
  /** A try begins; what it costs may be the whole page. */
  mark(candidate: TuneCandidate): Promise<void>;
}

/** One candidate in a worker of its own, run when it is asked. */
export interface TunerTrial {
  /** @throws AppError `engine-failed`, `golden-mismatch`; what fetching files throws; `AbortError` */
  open(candidate: TuneCandidate, signal: AbortSignal): Promise<OpenedCandidate>;
  /** Milliseconds of each run, input and output on the CPU. */
  run(runs: number): Promise<readonly number[]>;
}

/** Makes the trial of a worker; nothing is started before `open`. */
export function createTunerTrial(parts: TunerTrialParts): TunerTrial {
  let opened: { readonly session: Session; readonly input: CpuTensor } | undefined;

  const runOnce = async (): Promise<number> => {
    if (!opened) throw new AppError("internal", { reason: "no candidate was opened" });
    const startMs = performance.now();
    await opened.session.run([opened.input]);
    return performance.now() - startMs;
  };

  return {
    async open(wanted, signal) {
      const { card, candidate } = await wantedCandidate(wanted, parts);
      await parts.mark(wanted);
      // Proved anew: this is the one time at which a GPU's driver, or a broken browser, is found out early.
      const prepared = await prepareCandidate(card, candidate, parts, signal, true);
      const startedMs = performance.now();
      const session = await prepared.start(signal);
      const startMs = performance.now() - startedMs;
      opened = { session, input: prepared.proof.input };
      const warmMs = await runOnce();
      const addresses = performance.getEntriesByType("resource").map(({ name }) => name);
      return { threads: session.threads, startMs, warmMs, addresses };
    },
    async run(runs) {
      const times: number[] = [];
      for (let run = 0; run < runs; run += 1) times.push(await runOnce());
      return times;
    },
  };
}
