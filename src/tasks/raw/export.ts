import type { TaskExport } from "../task-export.ts";
import type { RawResult } from "./task.ts";

/** How the outputs of any model leave the app: their ranges, and a sample of their values. */
export const rawExport: TaskExport<RawResult> = {
  plain: ({ outputs, likeness }) => ({ outputs, ...(likeness !== undefined && { likeness }) }),
  columns: ["output", "shape", "least", "most", "mean", "not_a_number", "likeness"],
  rows: ({ outputs, likeness }) =>
    outputs.map(({ name, shape, range, broken }) => [
      name,
      shape.join("x"),
      range?.least ?? null,
      range?.most ?? null,
      range?.mean ?? null,
      broken,
      likeness ?? null,
    ]),
};
