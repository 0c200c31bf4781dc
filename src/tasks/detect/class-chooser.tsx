import { type ReactNode, useId, useState } from "react";
import { detectText } from "./text.ts";

const text = detectText.en;

/** What a class chooser is given. */
export interface ClassChooserProps {
  /** Every label there is, in the model's order. */
  readonly labels: readonly string[];
  /** The labels to show; empty shows every one. */
  readonly chosen: readonly string[];
  onChange(chosen: readonly string[]): void;
}

/** A searchable list of labels with a box to tick for each; nothing ticked means no choice: everything. */
export function ClassChooser({ labels, chosen, onChange }: ClassChooserProps): ReactNode {
  const [query, setQuery] = useState("");
  const hintId = useId();
  const wanted = query.trim().toLowerCase();
  const matching = labels.filter((label) => label.includes(wanted));

  const toggle = (label: string, on: boolean): void => {
    // In the model's order, and without labels that another model left behind.
    const next = labels.filter((one) => (one === label ? on : chosen.includes(one)));
    onChange(next.length === labels.length ? [] : next);
  };

  return (
    <details className="detect-classes">
      <summary className="detect-classes-summary">
        <span className="detect-classes-name">{text.classes}</span>
        <span className="detect-classes-chosen">
          {chosen.length === 0 ? text.everything : text.chosen(chosen)}
        </span>
      </summary>
      <fieldset className="detect-classes-body" aria-describedby={hintId}>
        <legend className="detect-classes-legend">{text.classes}</legend>
        <p className="option-hint" id={hintId}>
          {text.classesHint}
        </p>
        <input
          className="detect-search"
          type="search"
          aria-label={text.search}
          placeholder={text.search}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <button
          className="detect-everything"
          type="button"
          disabled={chosen.length === 0}
          onClick={() => onChange([])}
        >
          {text.showEverything}
        </button>
        <p className="detect-matches" role="status">
          {matching.length === 0 ? text.noMatch(query.trim()) : text.matches(matching.length)}
        </p>
        <ul className="detect-list">
          {matching.map((label) => (
            <li key={label}>
              <label className="detect-class">
                <input
                  type="checkbox"
                  checked={chosen.includes(label)}
                  onChange={(event) => toggle(label, event.target.checked)}
                />
                {label}
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
    </details>
  );
}
