import { type ReactNode, useMemo, useState } from "react";
import type { BenchReport } from "#exports";
import { canShare, nameOfMoment, saveFile, shareFiles } from "../state/save-file.ts";
import { benchText as words } from "../text/bench-text.ts";
import { drawReport } from "./draw-report.ts";
import { reportText } from "./report-text.ts";

/** The whole report: to save, to copy, and as a picture. */
export function Report({ report }: { report: BenchReport }): ReactNode {
  const [copied, setCopied] = useState<"yes" | "failed">();
  const [notDrawn, setNotDrawn] = useState(false);
  const json = useMemo(() => reportText(report), [report]);
  const name = useMemo(() => {
    const moment = nameOfMoment(new Date(report.createdAt)).replace("localens-", "");
    return `${words.fileName(report.model.id)}-${moment}`;
  }, [report]);
  const picture = async (): Promise<void> => {
    const file = new File([await drawReport(report)], `${name}.png`, { type: "image/png" });
    if (canShare([file])) await shareFiles([file]);
    else saveFile(file);
  };
  const shares = canShare([new File([], "a.png", { type: "image/png" })]);
  return (
    <section className="bench-card bench-report" aria-label={words.report}>
      <h3>{words.report}</h3>
      <div className="row">
        <button
          type="button"
          className="button"
          data-testid="bench-save"
          onClick={() => saveFile(new File([json], `${name}.json`, { type: "application/json" }))}
        >
          {words.save}
        </button>
        <button
          type="button"
          className="button"
          data-testid="bench-copy"
          onClick={() => {
            navigator.clipboard.writeText(json).then(
              () => setCopied("yes"),
              () => setCopied("failed"),
            );
          }}
        >
          {copied === "yes" ? words.copied : words.copy}
        </button>
        <button
          type="button"
          className="button"
          data-testid="bench-share"
          onClick={() => {
            picture().catch(() => setNotDrawn(true));
          }}
        >
          {shares ? words.share : words.savePicture}
        </button>
      </div>
      {notDrawn && (
        <p className="attention" role="status">
          {words.pictureFailed}
        </p>
      )}
      {copied === "failed" && (
        <p className="attention" role="status">
          {words.copyFailed}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre data-testid="bench-report" tabIndex={0}>
        {json}
      </pre>
    </section>
  );
}
