import type { ReactNode } from "react";
import { checkText } from "../text/check-text.ts";
import { text } from "../text/text.ts";
import { useAppState } from "./app-context.ts";
import { Candidates } from "./candidates.tsx";
import { ChaosCorner } from "./chaos-corner.tsx";
import { DeviceCheckPanel } from "./device-check.tsx";
import { GovernorSection } from "./governor.tsx";
import { Sheet } from "./sheet.tsx";
import { GuardsHere, Network, Refused, Speed, Where } from "./truth.tsx";

/** The whole truth behind the chip. */
export function TruthSheet(): ReactNode {
  const debug = useAppState((state) => state.debug);
  return (
    <Sheet title={text.truthTitle} name="truth">
      <section>
        <h3>{text.where}</h3>
        <Where />
      </section>
      <Speed />
      <GovernorSection />
      <Candidates />
      <Network />
      <GuardsHere />
      <Refused />
      <section>
        <h3>{checkText.title}</h3>
        <DeviceCheckPanel wide={false} />
        <a className="check-own-page" href="?check">
          {checkText.ownPage}
        </a>
      </section>
      {/* The diagnostics have it, too. */}
      {!debug && <ChaosCorner />}
    </Sheet>
  );
}
