import type { ReactNode } from "react";
import type { ViewDetail } from "#tasks/view";
import { text } from "../text/text.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";

/** The details of the thing that was tapped. */
export function DetailCard({ detail }: { readonly detail: ViewDetail }): ReactNode {
  const { app } = useApp();
  return (
    <section
      className="card detail on-picture"
      aria-live="polite"
      aria-label={text.details}
      data-testid="detail"
    >
      <div className="sheet-head">
        <h2>{detail.title}</h2>
        <button
          type="button"
          className="round"
          aria-label={text.close}
          onClick={() => app.showDetail(null)}
        >
          <Icon name="close" />
        </button>
      </div>
      <dl className="facts">
        {detail.rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="numbers">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
