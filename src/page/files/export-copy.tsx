import { type ReactNode, useState } from "react";
import { resultAsJson } from "../state/copy-result.ts";
import { exportText } from "../text/export-text.ts";
import { useApp } from "../ui/app-context.ts";

/** Copies what is found just now as JSON. */
export function ExportCopy(): ReactNode {
  const { app } = useApp();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    const json = resultAsJson(app.store.getState(), new Date());
    if (json === undefined) return;
    await navigator.clipboard.writeText(json);
    setCopied(true);
  };
  return (
    <div className="row">
      <button
        type="button"
        className="button"
        data-testid="copy-json"
        onClick={() => void copy().catch(() => setCopied(false))}
        onBlur={() => setCopied(false)}
      >
        {exportText.copy}
      </button>
      <span role="status" className="quiet">
        {copied && exportText.copied}
      </span>
    </div>
  );
}
