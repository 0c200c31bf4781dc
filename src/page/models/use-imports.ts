import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { pageClock } from "../state/clock.ts";
import { type ImportState, importReport } from "../state/import-state.ts";
import { createImports, type Imports } from "../state/imports.ts";
import { openWorkerLink } from "../state/worker-link.ts";
import { useApp } from "../ui/app-context.ts";

/** The bringing of models while its place is open; leaving it lets go of what was not kept. */
export function useImports(): Imports {
  const { app } = useApp();
  const imports = useMemo(
    () =>
      createImports({
        openLink: openWorkerLink,
        clock: pageClock,
        hasGpu: "gpu" in navigator,
        onState: (state) => app.store.setState({ importReport: importReport(state) }),
        onRan: (engine, addresses) => void app.keepEngine(engine, addresses),
        onChanged: () => void app.refreshBrought(),
      }),
    [app],
  );
  useEffect(
    () => () => {
      // What was kept stays in the report; nothing of it runs any more.
      if (imports.store.getState().at !== "ready") imports.cancel();
    },
    [imports],
  );
  return imports;
}

/** Where the bringing of a model stands. */
export function useImportState(imports: Imports): ImportState {
  return useStore(imports.store);
}
