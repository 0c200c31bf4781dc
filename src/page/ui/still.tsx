import { type ReactNode, useEffect, useRef } from "react";
import { sampleDrawing } from "../sources/sample-drawing.ts";
import { useAppState } from "./app-context.ts";

/** A moment of the sample in which much is to be seen. */
const momentMs = 9_000;

/** One still picture of the sample, dimmed: what the viewfinder shows before anything runs. */
export function Still(): ReactNode {
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
    void sampleDrawing(task)
      .then((loaded) => {
        draw = loaded;
        paint();
      })
      // Decoration: without it the words stand on a plain ground.
      .catch(() => undefined);
    return () => observer.disconnect();
  }, [task]);
  return (
    <div aria-hidden="true">
      <canvas ref={canvas} className="still" />
    </div>
  );
}
