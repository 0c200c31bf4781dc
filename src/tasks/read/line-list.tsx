import { type ReactNode, useState } from "react";
import { ReadAloud } from "./read-aloud.tsx";
import type { ReadResult } from "./task.ts";
import { readText } from "./text.ts";
import { plainText } from "./words.ts";

const text = readText.en;

/** The lines of a result as text: to select, to copy one by one or all, and to hear. */
export function LineList({ result }: { result: ReadResult }): ReactNode {
  const [note, setNote] = useState("");
  if (result.lines.length === 0) return null;
  const copy = (content: string): void => {
    navigator.clipboard.writeText(content).then(
      () => setNote(text.copied),
      () => setNote(text.notCopied),
    );
  };
  const all = plainText(result);
  return (
    <section className="read-lines" aria-label={text.lineList} data-testid="read-lines">
      <ol className="read-line-list">
        {result.lines.map((line, index) => (
          // Lines have no name but their place: two may say the same.
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in reading order
          <li key={index} className="read-line">
            <span className="read-line-text">{line.text}</span>
            <button
              type="button"
              className="button read-line-copy"
              aria-label={text.copyLine(line.text)}
              onClick={() => copy(line.text)}
            >
              <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
                <path
                  d="M9 9h11v11H9zM5 15H4V4h11v1"
                  fill="none"
                  stroke="currentColor"
                  strokeWidth="2"
                />
              </svg>
            </button>
          </li>
        ))}
      </ol>
      <div className="read-actions">
        <button type="button" className="button" data-testid="copy-all" onClick={() => copy(all)}>
          {text.copyAll}
        </button>
        <ReadAloud content={all} />
        <span className="read-note" role="status">
          {note}
        </span>
      </div>
    </section>
  );
}
