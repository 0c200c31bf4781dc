import type { CandidateRow, EngineOnBackend, TuneCandidate } from "#protocol";
import type { ModelCard } from "#shared";
import { type KeyValues, threadStore } from "#store";
import { measuredHere, proofKey } from "./kept-proofs.ts";

/**
 * What the tuner keeps: its rows by model, which engines were started with this build of the app, and marks
 * of candidates that are being tried. Without storage nothing is remembered.
 */
export interface KeptTunings {
  /** What holds for this browser, this build's engines and the card's files; `gpu` null is not compared. */
  rows(card: ModelCard, gpu: string | null): Promise<readonly CandidateRow[]>;
  /** Writes rows over those of the same candidates. */
  keep(card: ModelCard, rows: readonly CandidateRow[], gpu: string | null): Promise<void>;
  /** The engine was started on the backend: its files were fetched, and the page is told to keep them. */
  started(on: EngineOnBackend): Promise<void>;
  hasStarted(on: EngineOnBackend): Promise<boolean>;
  /** A try begins: if the whole page dies of it, the mark is found by the next one. */
  mark(candidate: TuneCandidate): Promise<void>;
  unmark(candidate: TuneCandidate): Promise<void>;
  /** Whether so many tries were begun and not ended that one more would be one too many. */
  isDeadly(candidate: TuneCandidate): Promise<boolean>;
}

/** A page is closed in the middle of a try now and then; twice in the same one is no accident. */
const mostMarks = 2;

/** Why a candidate of which the page died is not tried any more. */
export const deadlyReason = "the page ended twice while it was tried";

interface StoredRow extends CandidateRow {
  /** What the row holds for: browser and build, and the files. */
  readonly here: string;
  readonly files: string;
  /** The GPU that computed, of rows on one. */
  readonly gpu: string | null;
}

/** Opens the tunings of a store; `here` names what all of them depend on. */
export function createKeptTunings(
  open: () => Promise<Pick<KeyValues, "get" | "update">>,
  here: () => string,
): KeptTunings {
  const rowsKey = ({ id }: Pick<ModelCard, "id">): string => `tuned ${id}`;
  const startedKey = "started";
  const triesKey = "tries";
  const nameOf = ({ model, variant, engine, backend, threads }: TuneCandidate): string =>
    [model, variant, engine, backend, threads].join(" ");
  /** A mark, of which there is one for every try that has not ended. */
  const markOf = (candidate: TuneCandidate): string => `${nameOf(candidate)} ${here()}`;
  const deadly = async (): Promise<(candidate: TuneCandidate) => boolean> => {
    const marks = namesOf(await read(triesKey));
    return (candidate) => marks.filter((mark) => mark === markOf(candidate)).length >= mostMarks;
  };
  const read = async (key: string): Promise<unknown> => {
    try {
      return await (await open()).get(key);
    } catch {
      return undefined;
    }
  };
  const update = async (key: string, change: (value: unknown) => unknown): Promise<void> => {
    try {
      await (await open()).update(key, change);
    } catch {
      // It is measured again next time.
    }
  };
  const filesOfRow = (card: ModelCard, row: CandidateRow): string | undefined => {
    const variant = card.variants.find(({ id }) => id === row.variant);
    return variant && proofKey(card, variant, row.engine);
  };
  const holds = (card: ModelCard, row: StoredRow, gpu: string | null): boolean =>
    row.here === here() &&
    row.files === filesOfRow(card, row) &&
    (row.backend !== "webgpu" || gpu === null || row.gpu === gpu);

  return {
    async rows(card, gpu) {
      const rows = storedRows(await read(rowsKey(card))).filter((row) => holds(card, row, gpu));
      if (rows.length === 0) return [];
      const isDeadly = await deadly();
      return rows.map(({ here: _here, files: _files, gpu: _gpu, ...row }) =>
        isDeadly(row) ? { ...row, correct: false, reason: deadlyReason } : row,
      );
    },
    async keep(card, rows, gpu) {
      const fresh = rows.flatMap((row): StoredRow[] => {
        const files = filesOfRow(card, row);
        const on = row.backend === "webgpu" ? gpu : null;
        return files === undefined ? [] : [{ ...row, here: here(), files, gpu: on }];
      });
      await update(rowsKey(card), (value) => {
        const others = storedRows(value).filter(
          (row) => holds(card, row, gpu) && !fresh.some((one) => nameOf(one) === nameOf(row)),
        );
        return [...others, ...fresh];
      });
    },
    async started({ engine, backend }) {
      const name = `${engine} ${backend} ${here()}`;
      if (namesOf(await read(startedKey)).includes(name)) return;
      // Those of earlier builds are of no use any more.
      await update(startedKey, (value) => [
        ...namesOf(value).filter((one) => one !== name && one.endsWith(here())),
        name,
      ]);
    },
    async hasStarted({ engine, backend }) {
      return namesOf(await read(startedKey)).includes(`${engine} ${backend} ${here()}`);
    },
    async mark(candidate) {
      await update(triesKey, (value) => [
        ...namesOf(value).filter((mark) => mark.endsWith(here())),
        markOf(candidate),
      ]);
    },
    async unmark(candidate) {
      await update(triesKey, (value) =>
        namesOf(value).filter((mark) => mark !== markOf(candidate)),
      );
    },
    async isDeadly(candidate) {
      return (await deadly())(candidate);
    },
  };
}

/** The tunings of this device's store. */
export const keptTunings: KeptTunings = createKeptTunings(
  async () => (await threadStore()).tuning,
  measuredHere,
);

function namesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function storedRows(value: unknown): readonly StoredRow[] {
  return Array.isArray(value) ? value.filter(isStoredRow) : [];
}

function isStoredRow(value: unknown): value is StoredRow {
  if (typeof value !== "object" || value === null) return false;
  const row = value as Partial<Record<keyof StoredRow, unknown>>;
  const { model, variant, engine, backend, threads, correct, here, files } = row;
  return (
    [model, variant, engine, backend, here, files].every((one) => typeof one === "string") &&
    typeof threads === "number" &&
    typeof correct === "boolean" &&
    [row.medianMs, row.spreadMs, row.startMs].every(
      (one) => one === undefined || typeof one === "number",
    )
  );
}
