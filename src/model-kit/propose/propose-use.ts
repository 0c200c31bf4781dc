import { type ExtraInput, taskOfDecoder } from "#shared";
import type {
  Advice,
  ModelProposal,
  ModelReport,
  OpenedModel,
  ProposalReason,
  ProposedDecoder,
} from "../report.ts";
import { extraInputsOf } from "./extra-inputs.ts";
import { factsOf, type Recognised } from "./facts.ts";
import { proposeInput } from "./propose-input.ts";
import { proposeLabels } from "./propose-labels.ts";
import { recogniseClasses } from "./recognise-classes.ts";
import { recogniseGrids } from "./recognise-grids.ts";
import { recogniseJoints } from "./recognise-joints.ts";
import { recogniseLists } from "./recognise-lists.ts";
import { recogniseMap } from "./recognise-maps.ts";
import { recognisePeople } from "./recognise-people.ts";
import { recogniseSsd } from "./recognise-ssd.ts";
import { recogniseYolo } from "./recognise-yolo.ts";

/** What a proposal speaks of: finer than the task that shows it, for faces and pictures. */
const tasks: Readonly<Record<ProposedDecoder["id"], ModelProposal["task"]>> = {
  ...taskOfDecoder,
  ultraface: "faces",
  yunet: "faces",
  blazeface: "faces",
  image: "image",
};

/** The surest first: outputs that only one network has, before shapes that several might. */
const rules = [
  recognisePeople,
  recogniseJoints,
  recogniseSsd,
  recogniseLists,
  recogniseGrids,
  recogniseYolo,
  recogniseClasses,
  recogniseMap,
] as const;

/**
 * Proposes how a model could be used: what its outputs mean, how it is fed, what its classes are called,
 * each with its reason. What nothing is known of is shown raw. Nothing is executed.
 */
export function proposeUse(
  report: ModelReport,
  opened: Pick<OpenedModel, "labels" | "labelsFile"> = {},
): ModelProposal {
  const facts = factsOf(report, opened);
  const names = facts.outputs.map(({ name }) => name);
  const raw: Recognised = {
    decoder: { id: "raw", parameters: { outputs: names } },
    confidence: 0.2,
    reasons: [{ about: "decoder", code: "nothing-known", detail: names.slice(0, 4).join(", ") }],
  };
  const { filled, unknown } = extraInputsOf(report);
  const usable = facts.picture !== null && unknown.length === 0;
  const found = usable ? (firstOf(rules.map((rule) => () => rule(facts))) ?? raw) : raw;
  const { decoder } = found;
  const fed = facts.picture ? proposeInput(facts, facts.picture, decoder) : null;
  const labels = proposeLabels(report, opened, decoder);
  const advice: readonly Advice[] = labels.advice;
  return {
    task: tasks[decoder.id],
    input: fed?.input ?? null,
    extraInputs: filled,
    decoder,
    labels: labels.labels,
    labelSource: labels.labelSource,
    reasons: [
      ...found.reasons,
      ...(fed?.reasons ?? []),
      ...filled.map(reasonOf),
      ...unknown.map((detail) => {
        return { about: "extra-inputs", code: "nothing-known", detail } as const;
      }),
      ...labels.reasons,
    ],
    confidence: found.confidence,
    advice,
  };
}

function reasonOf({ name, fill }: ExtraInput): ProposalReason {
  const detail = `${name}: ${typeof fill === "string" ? fill : fill.join(", ")}`;
  return { about: "extra-inputs", code: "name", detail };
}

function firstOf<T>(tries: readonly (() => T | null)[]): T | null {
  for (const attempt of tries) {
    const result = attempt();
    if (result !== null) return result;
  }
  return null;
}
