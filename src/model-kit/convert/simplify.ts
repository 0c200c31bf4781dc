import { absorbScales } from "./absorb-scales.ts";
import type { Graph, Operation, Step } from "./graph.ts";
import { scalarOf, Wiring, withoutUnread } from "./wiring.ts";

/**
 * Rewrites a network so that runtimes have less to do, with the same meaning: zero borders and ReLUs go
 * into the steps that can do them on the way, `x · relu6(x + 3) / 6` becomes one step, what does nothing goes.
 */
export function simplify(graph: Graph): Graph {
  return [withoutIdleSteps, withHardSwish, absorbScales, withBorders, withActivations].reduce(
    (simpler, pass) => pass(simpler),
    graph,
  );
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, index) => size === b[index]);
}

/** The graph without these steps, their readers reading elsewhere. */
function without(graph: Graph, gone: ReadonlyMap<Step, string>): Graph {
  const elsewhere = new Map([...gone].map(([{ output }, value]) => [output, value]));
  const now = (value: string): string => {
    const other = elsewhere.get(value);
    return other === undefined ? value : now(other);
  };
  const steps = graph.steps
    .filter((step) => !gone.has(step))
    .map((step) => ({ ...step, inputs: step.inputs.map(now) }));
  return { ...graph, steps };
}

function withoutIdleSteps(graph: Graph): Graph {
  const wiring = new Wiring(graph);
  // Of reshapes in a row only the last one counts.
  const steps = graph.steps.map((step) => {
    const before = wiring.maker(step.inputs[0]);
    const both = step.operation.kind === "reshape" && before?.operation.kind === "reshape";
    return both ? { ...step, inputs: before.inputs } : step;
  });
  const gone = new Map<Step, string>();
  for (const step of steps) {
    const [from = ""] = step.inputs;
    const { operation, output } = step;
    const shape = graph.values.get(from)?.shape;
    if (!shape || graph.outputs.includes(output)) continue;
    const result = operation.kind === "slice" ? operation.size : undefined;
    const idle = operation.kind === "reshape" ? operation.shape : result;
    if (idle && same(shape, idle)) gone.set(step, from);
  }
  return withoutUnread(without({ ...graph, steps }, gone));
}

/** Both orders of a binary step's inputs. */
function bothOrders(
  step: Step | undefined,
  kind: "add" | "mul",
): readonly (readonly [string, string])[] {
  const [a, b] = step?.inputs ?? [];
  if (step?.operation.kind !== kind || a === undefined || b === undefined) return [];
  return [
    [a, b],
    [b, a],
  ];
}

/** Weights kept as halves say 0.16663 for a sixth. */
const sixth = { from: 0.1666, to: 0.1667 };

/** The `x` and the part in `x · part · relu6(x + 3)`, the part about a sixth. */
function hardSwishIn(
  step: Step,
  graph: Graph,
  wiring: Wiring,
): readonly [string, number] | undefined {
  for (const [scaled, clipped] of bothOrders(step, "mul")) {
    const relu6 = wiring.ownMaker(clipped);
    if (relu6?.operation.kind !== "relu6") continue;
    const sum = wiring.ownMaker(relu6.inputs[0]);
    for (const [value, three] of bothOrders(sum, "add")) {
      if (scalarOf(graph, three) !== 3) continue;
      for (const [same, part] of bothOrders(wiring.ownMaker(scaled), "mul")) {
        const factor = scalarOf(graph, part) ?? 0;
        if (same === value && factor > sixth.from && factor < sixth.to) return [value, factor];
      }
    }
  }
  return undefined;
}

function withHardSwish(graph: Graph): Graph {
  const wiring = new Wiring(graph);
  const values = new Map(graph.values);
  const constants = new Map(graph.constants);
  const steps = graph.steps.flatMap((step): Step[] => {
    const [value, part] = hardSwishIn(step, graph, wiring) ?? [];
    const info = value === undefined ? undefined : graph.values.get(value);
    if (value === undefined || part === undefined || !info) return [step];
    // The network was kept with this part, and is to answer as it was kept.
    const rest = Math.fround(part * 6);
    if (rest === 1) return [{ ...step, operation: { kind: "hardSwish" }, inputs: [value] }];
    const whole = `${step.output}/hardSwish`;
    values.set(whole, info);
    constants.set(`scalar.${rest}`, { shape: [], dtype: "float32", data: Float32Array.of(rest) });
    return [
      { operation: { kind: "hardSwish" }, inputs: [value], output: whole },
      {
        operation: { kind: "mul", activation: "none" },
        inputs: [whole, `scalar.${rest}`],
        output: step.output,
      },
    ];
  });
  return withoutUnread({ ...graph, values, constants, steps });
}

function withBorders(graph: Graph): Graph {
  const wiring = new Wiring(graph);
  const steps = graph.steps.map((step): Step => {
    const { operation } = step;
    if (operation.kind !== "conv" && operation.kind !== "depthwise") return step;
    const [picture, ...rest] = step.inputs;
    const pad = wiring.ownMaker(picture);
    if (pad?.operation.kind !== "pad" || pad.operation.mode !== "zero") return step;
    const { before, after } = pad.operation;
    if ([before[0], before[3], after[0], after[3]].some((rows) => rows !== 0)) return step;
    const border = {
      top: operation.border.top + (before[1] ?? 0),
      bottom: operation.border.bottom + (after[1] ?? 0),
      left: operation.border.left + (before[2] ?? 0),
      right: operation.border.right + (after[2] ?? 0),
    };
    return { ...step, operation: { ...operation, border }, inputs: [...pad.inputs, ...rest] };
  });
  return withoutUnread({ ...graph, steps });
}

function withActivations(graph: Graph): Graph {
  const wiring = new Wiring(graph);
  const gone = new Map<Step, Step>();
  for (const step of graph.steps) {
    const { kind } = step.operation;
    const maker = wiring.ownMaker(step.inputs[0]);
    if ((kind !== "relu" && kind !== "relu6") || !maker) continue;
    const { operation } = maker;
    if (!("activation" in operation) || operation.activation !== "none" || !clips(operation))
      continue;
    gone.set(maker, {
      ...maker,
      operation: { ...operation, activation: kind },
      output: step.output,
    });
    gone.set(step, step);
  }
  const steps = graph.steps.flatMap((step) => {
    const instead = gone.get(step);
    return instead === step ? [] : [instead ?? step];
  });
  return { ...graph, steps };
}

/** Whether every runtime can clip the results of this operation on the way. */
function clips({ kind }: Operation): boolean {
  return ["conv", "depthwise", "dense", "add", "sub", "mul", "div"].includes(kind);
}
