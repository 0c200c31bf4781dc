import { type ComponentType, type ReactNode, Suspense } from "react";
import { useAppState } from "./app-context.ts";
import { lazily } from "./lazily.ts";

/** The buttons for stills and recordings. */
export const LazyCapture = withRecorder(
  lazily(async () => (await import("./capture.tsx")).Capture),
);

/** What became of stills and recordings. */
export const LazyRecordNotices = withRecorder(
  lazily(async () => (await import("./record-notices.tsx")).RecordNotices),
);

/** How stills and recordings are made. */
export const LazyRecordOptions = withRecorder(
  lazily(async () => (await import("./record-options.tsx")).RecordOptions),
);

/** Shown only where stills and recordings are: they come when something runs. */
function withRecorder(Shown: ComponentType): ComponentType {
  return function OnceRecorderIsHere(): ReactNode {
    const isHere = useAppState(({ recorder }) => recorder !== null);
    return (
      isHere && (
        <Suspense fallback={null}>
          <Shown />
        </Suspense>
      )
    );
  };
}
