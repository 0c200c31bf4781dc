import type { ReactNode } from "react";
import { text } from "../text/text.ts";
import { Sheet } from "./sheet.tsx";
import { GuardsHere, Network, Refused, Speed, Where } from "./truth.tsx";

/** The whole truth behind the chip. */
export function TruthSheet(): ReactNode {
  return (
    <Sheet title={text.truthTitle} name="truth">
      <section>
        <h3>{text.where}</h3>
        <Where />
      </section>
      <Speed />
      <Network />
      <GuardsHere />
      <Refused />
    </Sheet>
  );
}
