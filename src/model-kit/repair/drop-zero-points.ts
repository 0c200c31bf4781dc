import { refuse } from "../refuse.ts";
import type { OpenedModel } from "../report.ts";
import { OnnxEdit } from "./onnx-edit.ts";
import type { Repaired } from "./repaired.ts";

/**
 * Leaves out zero points of int32 tensors of `QuantizeLinear` and `DequantizeLinear`: they are zero by the
 * format's definition, and engines refuse or miscompute them.
 * @throws AppError `model-refused`: `cannot-repair` where there is none
 */
export function dropZeroPoints(opened: OpenedModel): Repaired {
  const edit = new OnnxEdit(opened);
  const { graph } = edit.file;
  const changed: string[] = [];
  const dropped = new Set<string>();
  for (const node of graph.node) {
    const [input = "", scale = "", zero = ""] = node.input ?? [];
    if (node.opType !== "QuantizeLinear" && node.opType !== "DequantizeLinear") continue;
    const point = edit.weight(zero);
    if (point?.stored.dtype !== "int32" || point.numbers.some((number) => number !== 0)) continue;
    node.input = [input, scale];
    dropped.add(zero);
    changed.push(node.name || (node.output?.[0] ?? ""));
  }
  if (changed.length === 0)
    refuse("cannot-repair", edit.file.name, "no zero point of an int32 tensor");
  edit.dropUnread(dropped);
  return { model: edit.finish(), changed };
}
