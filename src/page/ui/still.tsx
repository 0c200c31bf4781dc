import { type ReactNode, useEffect, useRef } from "react";
import { sampleDrawing } from "../sources/sample-drawing.ts";
import { phaseOf } from "../state/app-state.ts";
import { useApp, useAppState } from "./app-context.ts";

/** A moment of the sample in which much is to be seen. */
const momentMs = 9_000;
/** What starts at once needs no picture before it. */
const startMs = 1_000;

/** One still picture of the sample, dimmed: what the viewfinder shows before anything runs. */
export function Still(): ReactNode {
  const { app } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const task = useAppState((state) => state.task);
  useEffect(() => {
    let draw: Awaited<ReturnType<typeof sampleDrawing>> | undefined;
    const paint = (): void => {
      const at = canvas.current;
      const context = at?.getContext("2d", { alpha: false });
      if (!at || !context || !draw || at.clientWidth === 0) return;
      const scale = Math.min(globalThis.devicePixelRatio, 2);
      at.width = Math.round(at.clientWidth * scale);
      at.height = Math.round(at.clientHeight * scale);
      draw(context, momentMs);
    };
    // Drawn again only when the view's shape changes.
    const observer = new ResizeObserver(paint);
    if (canvas.current) observer.observe(canvas.current);
    const bring = (): void =>
      void sampleDrawing(task)
        .then((loaded) => {
          draw = loaded;
          paint();
        })
        // Decoration: without it the words stand on a plain ground.
        .catch(() => undefined);
    const starts = phaseOf(app.store.getState()) === "loading";
    const timer = setTimeout(bring, starts ? startMs : 0);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [app, task]);
  return (
    <div aria-hidden="true">
      <canvas ref={canvas} className="still" />
    </div>
  );
}
