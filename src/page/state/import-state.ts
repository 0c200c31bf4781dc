import type { BroughtFrom, ExaminedModel, GivenFile } from "#protocol";
import type { AppError, Backend, EngineId, ModelCard } from "#shared";
import type { TaskResult } from "#tasks";

/** What became of one engine on one backend. */
export type TrialStep =
  | { readonly at: "waiting" }
  | { readonly at: "running" }
  /** The file tells that it would not run. */
  | { readonly at: "unfit"; readonly reasons: ExaminedModel["support"][number]["reasons"] }
  | {
      readonly at: "ran";
      readonly loadMs: number;
      readonly inferMs: number;
      readonly threads: number;
      /** The largest difference from the first engine that ran it; null for that one. */
      readonly agreement: number | null;
    }
  | { readonly at: "failed"; readonly reason: string };

/** One engine on one backend, and how far its trial is. */
export interface TrialRow {
  readonly engine: EngineId;
  readonly backend: Backend;
  readonly step: TrialStep;
}

/** What the model finds in a picture, as its card stands now. */
export type Preview =
  | { readonly at: "none" }
  | { readonly at: "running" }
  | { readonly at: "shown"; readonly shown: ImageBitmap; readonly result: TaskResult }
  | { readonly at: "failed"; readonly error: AppError };

/** A model that was read and waits for a person's word. */
export interface Proposed {
  readonly given: readonly GivenFile[];
  readonly from: BroughtFrom;
  readonly examined: ExaminedModel;
  /** The card as the person has it now. */
  readonly card: ModelCard;
  readonly trials: readonly TrialRow[];
  readonly preview: Preview;
  /** What the preview looks at; absent: the drawn sample. */
  readonly picture: File | null;
}

/** Where the bringing of a model stands. */
export type ImportState =
  | { readonly at: "idle" }
  | { readonly at: "reading"; readonly name: string }
  | (Proposed & {
      readonly at: "proposed";
      readonly saving: boolean;
      readonly error: AppError | null;
    })
  | { readonly at: "ready"; readonly card: ModelCard; readonly last: Proposed }
  | { readonly at: "refused"; readonly name: string; readonly error: AppError };

/** What the report says of it. */
export interface ImportReport {
  readonly state: "reading" | "proposed" | "ready" | "refused";
  readonly code?: string;
  readonly error?: { readonly code: string; readonly details: object };
  readonly model?: string;
  readonly format?: string;
  readonly task?: string;
  readonly decoder?: string;
  readonly preprocessing?: object;
  readonly engines?: readonly {
    readonly engine: string;
    readonly backend: string;
    readonly ok: boolean;
    readonly reason?: string;
  }[];
  readonly advice?: readonly { readonly code: string; readonly repair?: string }[];
}

/** The report of a state; null where nothing was brought. */
export function importReport(state: ImportState): ImportReport | null {
  switch (state.at) {
    case "idle":
      return null;
    case "reading":
      return { state: "reading" };
    case "refused": {
      const { code, details } = state.error;
      const own = "code" in details ? String(details.code) : code;
      return { state: "refused", code: own, error: { code, details } };
    }
    case "proposed":
      return { state: "proposed", ...factsOf(state) };
    case "ready":
      return { state: "ready", ...factsOf({ ...state.last, card: state.card }) };
  }
}

function factsOf({ card, examined, trials }: Proposed): Omit<ImportReport, "state"> {
  const { name: _name, ...preprocessing } = card.input;
  return {
    model: card.id,
    format: examined.report.format,
    task: card.task,
    decoder: card.decoder?.id ?? "",
    preprocessing,
    engines: trials.map(({ engine, backend, step }) => ({
      engine,
      backend,
      ok: step.at === "ran",
      ...("reason" in step && { reason: step.reason }),
      ...(step.at === "unfit" && { reason: step.reasons.map(codesOf).join("; ") }),
      ...((step.at === "waiting" || step.at === "running") && { reason: step.at }),
    })),
    advice: [...examined.report.advice, ...examined.proposal.advice].map(({ code, repair }) => ({
      code,
      ...(repair && { repair }),
    })),
  };
}

/** A reason as scripts read it: its code, then what it is about. */
function codesOf({
  code,
  operator,
  port,
  dtype,
  version,
}: ExaminedModel["support"][number]["reasons"][number]): string {
  return [code, operator, port, dtype, version].filter((part) => part !== undefined).join(" ");
}
