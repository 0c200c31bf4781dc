import type { ReactNode } from "react";
import type { ExaminedModel } from "#protocol";
import { modelsText as words } from "../text/models-text.ts";
import { bytesInWords } from "../text/numbers.ts";

type Port = ExaminedModel["report"]["inputs"][number];

/** What the file says about itself. */
export function Facts({ examined: { report } }: { examined: ExaminedModel }): ReactNode {
  const { fact } = words;
  const version = report.opsets.map(({ domain, version: set }) => `${domain || "ai.onnx"} ${set}`);
  const rows: readonly (readonly [string, string])[] = [
    [fact.format, [words.formats[report.format], ...version].join(", ")],
    [fact.producer, report.producer || words.unknown],
    [fact.size, bytesInWords(report.fileBytes)],
    [fact.parameters, report.parameters.toLocaleString("en")],
    [fact.multiplyAdds, report.multiplyAdds?.toLocaleString("en") ?? words.unknown],
    [fact.input, report.inputs.map(portInWords).join("; ")],
    [fact.outputs, report.outputs.map(portInWords).join("; ")],
    [fact.operators, report.operators.map(({ name, count }) => `${name} ${count}`).join(", ")],
    ...(report.quantization === "none" ? [] : [[fact.quantization, report.quantization] as const]),
  ];
  return (
    <details className="model-part facts">
      <summary>{words.facts}</summary>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="numbers">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function portInWords({ name, shape, dtype, symbols }: Port): string {
  const sizes = shape?.map((size, at) => size ?? symbols[at] ?? "?").join(" × ");
  return `${name} ${dtype} ${sizes ?? words.unknown}`;
}
