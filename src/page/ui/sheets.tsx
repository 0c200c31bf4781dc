import { lazy, type ReactNode, Suspense } from "react";
import type { TaskId } from "#tasks";
import type { TaskView } from "#tasks/view";
import { useAppState } from "./app-context.ts";

const OptionsSheet = lazy(async () => ({
  default: (await import("./options-sheet.tsx")).OptionsSheet,
}));
const SourceSheet = lazy(async () => ({
  default: (await import("./source-sheet.tsx")).SourceSheet,
}));
const TruthSheet = lazy(async () => ({ default: (await import("./truth-sheet.tsx")).TruthSheet }));
const AboutSheet = lazy(async () => ({ default: (await import("./about-sheet.tsx")).AboutSheet }));
const HelpSheet = lazy(async () => ({ default: (await import("./help-sheet.tsx")).HelpSheet }));

/** The sheet that is open; its code comes with its first opening. */
export function Sheets({ view }: { view: TaskView<TaskId> | undefined }): ReactNode {
  const sheet = useAppState((state) => state.sheet);
  return (
    <Suspense fallback={null}>
      {sheet === "source" && <SourceSheet />}
      {sheet === "truth" && <TruthSheet />}
      {sheet === "about" && <AboutSheet />}
      {sheet === "help" && <HelpSheet />}
      {sheet === "options" && <OptionsSheet view={view} />}
    </Suspense>
  );
}
