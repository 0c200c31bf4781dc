/**
 * Runs what a worker's first script imports, and hands it the messages that came meanwhile. For the next visit a
 * browser keeps the compiled code of what a worker imports while it runs, but not of its first script, nor of what
 * that one names as its imports: so the first one does nothing but this.
 */
export function runLate(self: DedicatedWorkerGlobalScope, bring: () => Promise<unknown>): void {
  const early: Event[] = [];
  const keep = (event: Event): void => void early.push(event);
  self.addEventListener("message", keep);
  bring()
    .then(() => {
      self.removeEventListener("message", keep);
      for (const event of early) self.dispatchEvent(event);
    })
    // Whoever opened the worker hears of it, and ends the worker, which lives on.
    .catch((error: unknown) => self.reportError(error));
}
