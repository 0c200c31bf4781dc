import type { ReactNode } from "react";
import type { Backend, EngineId } from "#shared";
import type { Setback } from "../state/app-state.ts";
import { setbackText } from "../text/setback-text.ts";
import { text } from "../text/text.ts";

/** What does not work as before, in plain words. */
export function SetbackWords({ setback: { at, attempt } }: { setback: Setback }): ReactNode {
  const { engine, backend } = attempt;
  const names = [text.engineName[engine as EngineId], text.backendName[backend as Backend]];
  return setbackText[at](names.join(" · "));
}
