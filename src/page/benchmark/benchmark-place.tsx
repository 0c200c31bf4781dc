import { type ReactNode, useEffect, useRef } from "react";
import { benchText as words } from "../text/bench-text.ts";
import { text } from "../text/text.ts";
import { Compare } from "./compare.tsx";
import { Device } from "./device.tsx";
import { Progress } from "./progress.tsx";
import { Report } from "./report.tsx";
import { Results } from "./results.tsx";
import { Setup } from "./setup.tsx";
import { useBench, useBenchState } from "./use-bench.ts";
import "./benchmark.css";
import "./results.css";

/** How fast models answer on this device, on every engine that it can run. */
export function BenchmarkPlace(): ReactNode {
  const bench = useBench();
  const run = useBenchState(bench, (state) => state.run);
  const other = useBenchState(bench, (state) => state.other);
  const plan = useBenchState(bench, (state) => state.plan);
  const results = useRef<HTMLHeadingElement>(null);
  const done = run.at === "done" ? run : null;
  const wasRunning = useRef(false);
  useEffect(() => {
    // The focus goes to what the person waited for.
    if (wasRunning.current && run.at === "done") results.current?.focus();
    wasRunning.current = run.at === "running";
  }, [run.at]);
  return (
    <div className="bench">
      <div className="bench-head">
        <h2>{text.placeName.benchmark}</h2>
        <p className="quiet">{words.about}</p>
      </div>
      <div className="bench-columns">
        {run.at === "running" ? <Progress bench={bench} run={run} /> : <Setup bench={bench} />}
        <Device
          plan={plan.at === "ready" ? plan.plan : null}
          measured={done?.report.device ?? null}
        />
      </div>
      {done && (
        <>
          <Results heading={results} report={done.report} outcome={done.outcome} />
          <Report report={done.report} />
        </>
      )}
      <Compare bench={bench} own={done?.report ?? null} other={other} />
    </div>
  );
}
