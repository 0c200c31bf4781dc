import { labelsOfJson, labelsOfText } from "../labels.ts";
import { limits } from "../limits.ts";
import type { FoundLabels, ModelReport } from "../report.ts";
import { withoutControls } from "../text.ts";
import { type Fields, fieldsAt, isFields } from "./read-json.ts";

/** What a `model.json` says beside its graph: its own metadata, flat, and labels in it. */
export function tfjsMetadata(json: Fields): Pick<ModelReport, "metadata" | "foundLabels"> {
  const metadata: { key: string; value: string }[] = [];
  const foundLabels: FoundLabels[] = [];
  for (const [key, value] of Object.entries(fieldsAt(json, "userDefinedMetadata"))) {
    if (key === "signature" || metadata.length >= 256) continue;
    if (/^(labels|names|classes|wordLabels)$/.test(key)) {
      const labels = typeof value === "string" ? labelsOfText(value) : labelsOfJson(value);
      if (labels) foundLabels.push({ from: `metadata ${key}`, labels });
    }
    const text = typeof value === "string" ? value : isFields(value) ? "" : String(value);
    metadata.push({
      key: key.slice(0, 200),
      value: withoutControls(text.slice(0, limits.nameBytes)),
    });
  }
  return { metadata, foundLabels };
}
