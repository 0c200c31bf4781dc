import { type ReactNode, Suspense, useState } from "react";
import { reportOf } from "../state/report.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { lazily } from "./lazily.ts";

const ChaosCorner = lazily(async () => (await import("./chaos-corner.tsx")).ChaosCorner);

/** The diagnostics: one JSON report, as people copy it and automation reads it. */
export function DebugPanel(): ReactNode {
  const { app } = useApp();
  const state = useAppState((all) => all);
  const [copied, setCopied] = useState(false);
  const report = JSON.stringify(reportOf(state), null, 2);
  return (
    <section className="debug" aria-label={text.diagnostics}>
      <div className="sheet-head">
        <h2>{text.diagnostics}</h2>
        <button
          type="button"
          className="button"
          onClick={() => {
            void navigator.clipboard.writeText(report).then(() => setCopied(true));
          }}
        >
          {copied ? text.copied : text.copyReport}
        </button>
        <button type="button" className="round" aria-label={text.close} onClick={app.toggleDebug}>
          <Icon name="close" />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className="debug-all" tabIndex={0}>
        <pre data-testid="report">{report}</pre>
        {/* Before anything was started there is nothing to break. */}
        <Suspense fallback={null}>{state.model.at !== "absent" && <ChaosCorner />}</Suspense>
      </div>
    </section>
  );
}
