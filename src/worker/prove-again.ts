import type { filesOf, ModelCard } from "#shared";
import type { Candidate } from "./candidates.ts";
import type { Session } from "./engines/engine.ts";
import { proveSession, readGoldenRun } from "./golden-run.ts";
import type { FetchedFiles, FetchFilesOptions } from "./model-files.ts";

/** How the golden files are brought. */
export type FetchGolden = (
  files: ReturnType<typeof filesOf>,
  options: FetchFilesOptions,
) => Promise<FetchedFiles>;

/**
 * Makes the second proof of a session that runs: its golden files are read from the store when it is asked
 * for, for between the proofs they would only take memory. A model without golden files is not judged.
 * @throws (the proof) AppError `golden-mismatch`; what the session or the store throws
 */
export function proofAgain(
  card: ModelCard,
  { variant, entry, backend }: Pick<Candidate, "variant" | "entry" | "backend">,
  session: Session,
  fetchFiles: FetchGolden,
): () => Promise<void> {
  return async () => {
    const { golden } = card;
    if (!golden) return;
    const pinned = [golden.input, golden.expected];
    const { files } = await fetchFiles(pinned, { signal: new AbortController().signal });
    const run = await readGoldenRun({ ...card, golden }, variant, files);
    await proveSession(session, run, entry.id, backend);
  };
}
