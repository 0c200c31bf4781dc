/** What a task's `sample.ts` exports: draws the scene as it looks at a time, filling the canvas. */
interface SampleModule {
  drawSample(
    context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
    timeMs: number,
  ): void;
}

const modules = import.meta.glob<SampleModule>("/src/tasks/*/sample.ts");

/** Fetches the drawing that a task's model truly reacts to. */
export async function sampleDrawing(task: string): Promise<SampleModule["drawSample"]> {
  const load = modules[`/src/tasks/${task}/sample.ts`];
  if (!load) throw new Error(`no sample for ${task}`);
  return (await load()).drawSample;
}
