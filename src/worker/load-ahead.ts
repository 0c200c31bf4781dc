import type { LoadRequest, SessionReport } from "#protocol";

/** A load that was begun before the page asked for it. */
export interface LoadAhead {
  begin(request: LoadRequest): void;
  /** Whether something is loading, or loaded, that nobody has asked for. */
  isUnasked(): boolean;
  /** What was begun, where the page asks for the very same; anything else ends it. */
  take(request: LoadRequest, signal: AbortSignal): Promise<SessionReport> | undefined;
  /** Ends what nobody asked for. */
  drop(): void;
}

/**
 * Loads what the page will most likely ask for.
 * @param onTaken tells the page what it could not hear: it may listen only from now on
 */
export function createLoadAhead(
  load: (request: LoadRequest, signal: AbortSignal) => Promise<SessionReport>,
  onTaken: () => void,
): LoadAhead {
  let begun:
    | {
        readonly request: LoadRequest;
        readonly report: Promise<SessionReport>;
        readonly controller: AbortController;
      }
    | undefined;
  const drop = (): void => {
    begun?.controller.abort();
    begun = undefined;
  };

  return {
    begin(request) {
      drop();
      const controller = new AbortController();
      const report = load(request, controller.signal);
      // What fails is told to whoever asks for it.
      report.catch(() => {});
      begun = { request, report, controller };
    },
    isUnasked: () => begun !== undefined,
    take(request, signal) {
      if (!begun || !isSame(begun.request, request)) {
        drop();
        return undefined;
      }
      const { report, controller } = begun;
      begun = undefined;
      if (signal.aborted) controller.abort();
      signal.addEventListener("abort", () => controller.abort(), { once: true });
      onTaken();
      return report;
    },
    drop,
  };
}

function isSame(one: LoadRequest, other: LoadRequest): boolean {
  const plain = ({ task, model, allowed, refused, doubted, proveAgain }: LoadRequest): string =>
    JSON.stringify([
      ...[task, model ?? "", allowed.engine ?? "", allowed.backend ?? ""],
      ...[refused, doubted ?? [], proveAgain ?? false],
    ]);
  return plain(one) === plain(other);
}
