/** Tells whoever watches transfers where a frame begins and ends. */
export function mark(what: string): void {
  (globalThis as { onTrialMark?: (what: string) => void }).onTrialMark?.(what);
}
