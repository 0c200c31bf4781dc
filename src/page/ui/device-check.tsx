import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { phaseOf } from "../state/app-state.ts";
import { checkBytes, checkPlan } from "../state/check-plan.ts";
import { pageClock } from "../state/clock.ts";
import { type CheckState, createDeviceChecker } from "../state/device-check.ts";
import { openWorkerLink } from "../state/worker-link.ts";
import { checkAsText } from "../text/check-as-text.ts";
import { checkText } from "../text/check-text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { CheckCards, CheckTable } from "./check-rows.tsx";
import "./styles/device-check.css";

/** Every engine on every backend, tried for real: the button, what came of it, and the report to copy. */
export function DeviceCheckPanel({ wide }: { wide: boolean }): ReactNode {
  const { app } = useApp();
  const checker = useMemo(
    () =>
      createDeviceChecker({
        plan: checkPlan,
        openLink: openWorkerLink,
        clock: pageClock,
        onProved: ({ engine }, addresses) => void app.keepEngine(engine, addresses),
      }),
    [app],
  );
  // Whoever leaves does not want it any more.
  useEffect(() => () => checker.cancel(), [checker]);
  const state = useStore(checker.store);
  const busy = useAppState((all) => phaseOf(all) === "running");
  const bytes = checkBytes("gpu" in navigator, "Suspending" in WebAssembly);
  const running = state.at === "running";
  return (
    <div className="check">
      <p>{checkText.about}</p>
      <p className="quiet" data-testid="check-size" data-bytes={bytes.engines + bytes.models}>
        {checkText.sizes(bytes.engines, bytes.models)}
      </p>
      {busy && <p className="attention">{checkText.alone}</p>}
      <div className="check-actions">
        {/* One button: the focus stays on it. */}
        <button
          type="button"
          className={running ? "button" : "button primary"}
          data-testid={running ? "check-cancel" : "check-device"}
          onClick={running ? checker.cancel : checker.start}
        >
          {running ? checkText.cancel : state.at === "idle" ? checkText.start : checkText.again}
        </button>
        <Progress state={state} />
      </div>
      {wide ? <CheckTable state={state} /> : state.at !== "idle" && <CheckCards state={state} />}
      {state.at !== "idle" && <p className="quiet">{checkText.explain}</p>}
      {state.at === "done" && <Report state={state} />}
    </div>
  );
}

function checksOf({ rows }: CheckState) {
  return rows.flatMap(({ step }) => (step.at === "done" ? [step.check] : []));
}

function Progress({ state }: { state: CheckState }): ReactNode {
  const checks = checksOf(state);
  const all = state.rows.length;
  const words = {
    idle: "",
    running: checkText.progress(checks.length, all),
    done: checkText.finished(checks.filter(({ ok }) => ok).length, all),
    cancelled: checkText.cancelled,
  }[state.at];
  return (
    <div className="check-progress">
      <p className="numbers" role="status">
        {words}
      </p>
      {state.at === "running" && (
        <progress max={all} value={checks.length} aria-label={checkText.title} />
      )}
    </div>
  );
}

function Report({ state }: { state: CheckState }): ReactNode {
  const [copied, setCopied] = useState<"text" | "json" | "failed">();
  const checks = checksOf(state);
  const json = JSON.stringify(checks, null, 2);
  const copy = (what: "text" | "json"): void => {
    const words =
      what === "json"
        ? json
        : checkAsText(checks, {
            version: __APP_VERSION__,
            browser: navigator.userAgent,
            processors: navigator.hardwareConcurrency,
            isolated: globalThis.crossOriginIsolated === true,
            at: new Date(),
          });
    navigator.clipboard.writeText(words).then(
      () => setCopied(what),
      () => setCopied("failed"),
    );
  };
  return (
    <section className="check-report" aria-label={checkText.report}>
      <div className="row">
        <button
          type="button"
          className="button"
          data-testid="check-copy-text"
          onClick={() => copy("text")}
        >
          {copied === "text" ? checkText.copied : checkText.copyText}
        </button>
        <button
          type="button"
          className="button"
          data-testid="check-copy-json"
          onClick={() => copy("json")}
        >
          {copied === "json" ? checkText.copied : checkText.copyJson}
        </button>
      </div>
      {copied === "failed" && (
        <p className="attention" role="status">
          {checkText.copyFailed}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre data-testid="check-report" tabIndex={0}>
        {json}
      </pre>
    </section>
  );
}
