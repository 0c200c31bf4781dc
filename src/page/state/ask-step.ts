import type { Calls, Client } from "#protocol";
import type { Running, Step } from "./wants.ts";

/** Steps that are a call and nothing else. */
type PlainStep = Exclude<Step, { readonly do: "load" | "attach-source" }>;

/** A step under way. */
export interface AskedStep {
  readonly answer: Promise<unknown>;
  /** What runs once it is answered. */
  readonly change: Partial<Omit<Running<never>, "source">> & { readonly source?: null };
  /** It may come before a session is there. */
  readonly isEarly: boolean;
}

/** Asks the worker for a step. */
export function askStep(
  step: PlainStep,
  ask: Client<Calls>["call"],
  openCanvas: () => OffscreenCanvas | null,
): AskedStep {
  switch (step.do) {
    case "attach-canvas": {
      const canvas = openCanvas();
      const answer = ask("attachCanvas", { canvas }, { transfer: canvas ? [canvas] : [] });
      return { answer, change: { canvas: true }, isEarly: true };
    }
    case "set-view":
      return { answer: ask("setView", step.view), change: { view: step.view }, isEarly: true };
    case "set-options": {
      const { options } = step;
      return { answer: ask("setOptions", options), change: { options }, isEarly: true };
    }
    case "unload":
      return { answer: ask("unload", undefined), change: { load: null }, isEarly: false };
    case "detach-source":
      return { answer: ask("detachSource", undefined), change: { source: null }, isEarly: false };
    case "set-frozen": {
      const { frozen } = step;
      return { answer: ask("setFrozen", { frozen }), change: { frozen }, isEarly: false };
    }
    case "set-pace": {
      const { pace } = step;
      const answer = ask("setPace", { framesPerSecond: pace });
      return { answer, change: { pace }, isEarly: false };
    }
  }
}
