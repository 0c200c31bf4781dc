import type { Constant, Operation, ValueInfo } from "./graph.ts";

/** What the reading of a node may ask and do. */
export interface StepWriter {
  info(value: string): ValueInfo;
  /** The numbers of a constant. @throws AppError `model-refused` where the value is computed */
  constant(value: string): Constant;
  /** Adds a step; its result is called `name`, or a new name. */
  step(operation: Operation, inputs: readonly string[], name?: string): string;
  /** Adds a constant of zeros. */
  zeros(length: number): string;
}

/** The numbers of a constant. @throws AppError `model-refused` where the value is computed */
export function numbersOf(writer: StepWriter, value: string): readonly number[] {
  return Array.from(writer.constant(value).data);
}
