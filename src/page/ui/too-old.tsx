import type { ReactNode } from "react";
import { text } from "../text/text.ts";

/** One honest page for a browser that cannot run Localens. */
export function TooOld({ missing }: { missing: readonly string[] }): ReactNode {
  return (
    <main className="too-old" data-testid="error" data-code="browser-too-old">
      <h1>{text.tooOldTitle}</h1>
      <p>{text.tooOldWords}</p>
      <p className="quiet">{text.tooOldMissing(missing.join(", "))}</p>
    </main>
  );
}
