import type { ReactNode } from "react";
import { benchText as words } from "../text/bench-text.ts";

/** A table of numbers that scrolls where it is wider than the page, in a region of its own. */
export function BenchTable({
  label,
  caption = label,
  className,
  children,
}: {
  label: string;
  /** Told to who hears the table. */
  caption?: string;
  className?: string;
  children: ReactNode;
}): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="bench-scroll" tabIndex={0} aria-label={label}>
      <table className={className ? `${className} numbers` : "numbers"}>
        <caption className="visually-hidden">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

/** The head of a table that has a way in each row. */
export function WayHead({ columns }: { columns: readonly string[] }): ReactNode {
  return (
    <thead>
      <tr>
        <th scope="col">{words.way}</th>
        {columns.map((column) => (
          <th key={column} scope="col">
            {column}
          </th>
        ))}
      </tr>
    </thead>
  );
}
