import type {
  Advice,
  LabelSource,
  ModelReport,
  OpenedModel,
  ProposalReason,
  ProposedDecoder,
} from "../report.ts";
import { cocoLabels, cocoLabelsByNumber, dotaLabels, vocLabels } from "./known-labels.ts";

/** Labels by class number, where they come from, and what to say about it. */
export interface ProposedLabels {
  readonly labels: readonly string[];
  readonly labelSource: LabelSource;
  readonly reasons: readonly ProposalReason[];
  readonly advice: readonly Advice[];
}

/** How many classes a decoder tells apart; `null` where its outputs do not say; 0 where it has none. */
function classesOf(decoder: ProposedDecoder): number | null {
  switch (decoder.id) {
    case "classify":
    case "ssd-anchors":
    case "yolox":
    case "yolo-grids":
    case "box-list":
    case "detr":
    case "nanodet":
    case "fastestdet":
    case "centernet":
    case "semantic":
      return decoder.parameters.classes;
    case "yolov8":
    case "yolo-masks":
    case "yolo-pose":
    case "yolo-turned":
      return decoder.parameters.endToEnd ? null : decoder.parameters.classes;
    case "ssd-postprocessed":
    case "sorted-boxes":
    case "box-rows":
      return null;
    default:
      return 0;
  }
}

/** Chooses labels: those that came beside the model, then inside it, then well-known ones by their number. */
export function proposeLabels(
  report: ModelReport,
  opened: Pick<OpenedModel, "labels" | "labelsFile">,
  decoder: ProposedDecoder,
): ProposedLabels {
  const classes = classesOf(decoder);
  if (classes === 0) return { labels: [], labelSource: "none", reasons: [], advice: [] };
  if (opened.labels) {
    const detail = opened.labelsFile ?? "";
    return counted(opened.labels, classes, "file", { about: "labels", code: "file", detail });
  }
  const inside =
    report.foundLabels.find(({ labels }) => labels.length === classes) ?? report.foundLabels[0];
  if (inside) {
    const reason = { about: "labels", code: "metadata", detail: inside.from } as const;
    return counted(inside.labels, classes, "metadata", reason);
  }
  const known = knownLabels(decoder, classes);
  if (known) {
    const reason = { about: "labels", code: "count", detail: String(classes ?? 80) } as const;
    return { ...known, reasons: [reason], advice: [] };
  }
  // ImageNet's thousand names are not part of the app: numbers stand in until a file is given.
  return {
    labels: Array.from({ length: classes ?? 0 }, (_, number) => String(number)),
    labelSource: "numbers",
    reasons: [{ about: "labels", code: "nothing-known", detail: String(classes ?? "") }],
    advice: [{ code: "labels-missing", count: classes ?? 0 }],
  };
}

function counted(
  given: readonly string[],
  classes: number | null,
  labelSource: LabelSource,
  reason: ProposalReason,
): ProposedLabels {
  // A list without the background for a network with one: it comes first.
  const labels =
    classes !== null && given.length === classes - 1 ? ["background", ...given] : given;
  const fits = classes === null || labels.length === classes;
  return {
    labels,
    labelSource,
    reasons: [reason],
    advice: fits ? [] : [{ code: "labels-count", count: labels.length }],
  };
}

function knownLabels(
  decoder: ProposedDecoder,
  classes: number | null,
): Pick<ProposedLabels, "labels" | "labelSource"> | null {
  if (decoder.id === "classify") return null;
  if (decoder.id === "yolo-pose") return { labels: ["person"], labelSource: "coco" };
  if (decoder.id === "yolo-turned") {
    return classes === null || classes === dotaLabels.length
      ? { labels: dotaLabels, labelSource: "dota" }
      : null;
  }
  const detects = decoder.id !== "semantic";
  // torchvision's lists, without a batch, have COCO's own numbers, too.
  const { id, parameters } = decoder;
  const byNumber =
    id === "sorted-boxes" && parameters.firstClass === 1 && parameters.boxes === "boxes";
  if (id === "ssd-postprocessed" || byNumber) {
    // Numbered from 1 with COCO's gaps, by the API that writes these graphs; the first label is then number 1.
    return { labels: cocoLabelsByNumber().slice(1), labelSource: "coco" };
  }
  if (classes === 80 || (classes === null && detects)) {
    return { labels: cocoLabels, labelSource: "coco" };
  }
  if (classes === 81) return { labels: ["background", ...cocoLabels], labelSource: "coco" };
  if (classes === 91) return { labels: cocoLabelsByNumber(), labelSource: "coco" };
  if (classes === 21) return { labels: vocLabels, labelSource: "voc" };
  if (classes === 20 && detects) return { labels: vocLabels.slice(1), labelSource: "voc" };
  if (classes === 1 && detects) return { labels: ["person"], labelSource: "coco" };
  return null;
}
