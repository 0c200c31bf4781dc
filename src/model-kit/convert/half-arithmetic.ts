import type { Constant, Graph, Step, ValueInfo } from "./graph.ts";
import { refuse } from "./refuse.ts";

/** The largest number that a half holds. */
const largestHalf = 65_504;

/**
 * Rewrites a network so that it computes in halves from its first convolution up to its last ones. What comes
 * before (a picture's normalisation), the convolutions that answer, and what comes after them (coordinates,
 * squares of distances, scores) are a small part of the work that needs the digits of floats, and stay as
 * they are; so do inputs, outputs and whole numbers. Where the two meet, a value is converted once.
 * (The points of the face mesh were off by 0.9 pixels with the last convolutions in halves, by 0.05 without.)
 * @throws AppError `model-refused` where a weight is too large for a half
 */
export function inHalves(graph: Graph): Graph {
  const { steps, constants } = graph;
  const halves = halvedSteps(graph);
  const madeInHalves = new Set([...halves].map(({ output }) => output));
  const values = new Map(graph.values);
  const allConstants = new Map(constants);
  const rewritten: Step[] = [];
  const here = new Set(graph.inputs);

  const infoOf = (value: string): ValueInfo =>
    values.get(value) ?? refuse(`nothing makes ${value}`);
  const converted = (from: string, to: string, dtype: "float16" | "float32"): string => {
    if (here.has(to)) return to;
    here.add(to);
    values.set(to, { shape: infoOf(from).shape, dtype });
    rewritten.push({ operation: { kind: "cast", to: dtype }, inputs: [from], output: to });
    return to;
  };
  const inHalf = (value: string): string => {
    const constant = constants.get(value);
    if (constant) allConstants.set(halfName(value), halved(constant));
    if (constant || madeInHalves.has(value)) return halfName(value);
    return converted(value, halfName(value), "float16");
  };
  const asItWas = (value: string): string =>
    madeInHalves.has(value) ? converted(halfName(value), value, "float32") : value;

  for (const step of steps) {
    const isHalf = halves.has(step);
    const inputs = step.inputs.map(isHalf ? inHalf : asItWas);
    const output = isHalf ? halfName(step.output) : step.output;
    if (isHalf) values.set(output, { shape: infoOf(step.output).shape, dtype: "float16" });
    here.add(output);
    rewritten.push({ ...step, inputs, output });
  }
  for (const output of graph.outputs) asItWas(output);
  return { ...graph, values, constants: allConstants, steps: rewritten };
}

/** What of floats leads from a convolution, itself included, to another. */
function halvedSteps({ steps, values, constants }: Graph): ReadonlySet<Step> {
  const isFloat = (value: string): boolean =>
    (values.get(value) ?? constants.get(value))?.dtype === "float32";
  const after = new Set<string>();
  for (const { operation, inputs, output } of steps) {
    if (isWeighty(operation.kind) || inputs.some((value) => after.has(value))) after.add(output);
  }
  const before = new Set<string>();
  const halves = new Set<Step>();
  for (const step of steps.toReversed()) {
    const { operation, inputs, output } = step;
    const leadsOn = before.has(output);
    if (leadsOn || isWeighty(operation.kind)) for (const input of inputs) before.add(input);
    if (leadsOn && after.has(output) && [...inputs, output].every(isFloat)) halves.add(step);
  }
  return halves;
}

function isWeighty(kind: Step["operation"]["kind"]): boolean {
  return kind === "conv" || kind === "depthwise" || kind === "dense";
}

function halfName(value: string): string {
  return `${value}/halves`;
}

function halved({ shape, data }: Constant): Constant {
  if (data.some((value) => Math.abs(value) > largestHalf)) refuse("a weight too large for a half");
  return { shape, dtype: "float16", data };
}
