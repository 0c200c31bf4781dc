import { type ReactNode, useState } from "react";
import type { AppError } from "#shared";
import { type WayOut, wayOutText, wordsOf } from "../error-text.ts";
import { reportOf } from "../state/report.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";

/** What failed, in plain words, with its ways out. */
export function Failure({ error }: { error: AppError }): ReactNode {
  const { app, pickPictures } = useApp();
  const [copied, setCopied] = useState(false);
  const source = useAppState((state) => state.source);
  const backend = useAppState((state) => state.allowed.backend);
  const { title, words, waysOut } = wordsOf(error);
  const take: Readonly<Record<WayOut, () => void>> = {
    retry: app.retry,
    "use-sample": () => app.start("sample"),
    "use-pictures": pickPictures,
    "choose-screen": app.retry,
    "use-cpu": app.useCpu,
    "use-here": app.useCameraHere,
    "free-space": () => app.openSheet("about"),
    "open-models": () => app.goTo("models"),
    reload: () => location.reload(),
    "copy-report": () => {
      const report = JSON.stringify(reportOf(app.store.getState()), null, 2);
      void navigator.clipboard.writeText(report).then(() => setCopied(true));
    },
  };
  const offered = waysOut.filter(
    (way) =>
      !(way === "use-sample" && source === "sample") && !(way === "use-cpu" && backend === "wasm"),
  );
  return (
    <section
      className="card failure on-picture"
      role="alert"
      data-testid="error"
      data-code={error.code}
    >
      <h2>{title}</h2>
      <p>{words}</p>
      <div className="row">
        {offered.map((way, index) => (
          <button
            key={way}
            type="button"
            data-testid={way === "use-sample" ? "source-sample" : way}
            className={index === 0 ? "button primary" : "button"}
            onClick={take[way]}
          >
            {way === "copy-report" && copied ? text.copied : wayOutText[way]}
          </button>
        ))}
      </div>
    </section>
  );
}
