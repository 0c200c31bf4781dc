import type { ReactNode } from "react";

/** Line drawings on a 24 × 24 grid. */
const paths = {
  camera:
    "M4 8h3l2-3h6l2 3h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z",
  sample: "M3 20h18M5 20V10l4-3v13M9 20V5h6v15M15 20v-9h4v9M12 8v.01M12 12v.01M12 16v.01",
  screen: "M3 5h18v11H3zM9 20h6M12 16v4",
  files: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5v.01",
  tune: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5",
  close: "M6 6l12 12M18 6L6 18",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.01",
  keys: "M3 7h18v10H3zM7 11v.01M11 11v.01M15 11v.01M8 14h8",
  flip: "M4 10a8 8 0 0 1 14-3l2 2M20 4v5h-5M20 14a8 8 0 0 1-14 3l-2-2M4 20v-5h5",
  freeze: "M9 6v12M15 6v12",
  play: "M8 5.500l10 6.500-10 6.500z",
  shield: "M12 3l7 3v5c0 4.500-3 8-7 10-4-2-7-5.500-7-10V6zM9 12l2 2 4-4",
  attention: "M12 4l9 16H3zM12 10v4M12 17v.01",
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof paths;

/** A line drawing beside or instead of words; the control that holds it carries the name. */
export function Icon({ name, path }: { name?: IconName; path?: string }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d={path ?? (name ? paths[name] : "")} />
    </svg>
  );
}
