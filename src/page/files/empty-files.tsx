import type { ReactNode } from "react";
import { taskById } from "#tasks";
import { sampleDrawing } from "../sources/sample-drawing.ts";
import { filesText } from "../text/files-text.ts";
import { useApp, useAppState } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";

/** Moments of the drawn sample in which much is to be seen. */
const momentsMs = [3_000, 9_000, 15_000] as const;
const sampleSize = { width: 1280, height: 800 } as const;

/** No files yet: what can be done here, and how to begin. */
export function EmptyFiles({ pickFolder }: { pickFolder: () => void }): ReactNode {
  const { app, pickPictures } = useApp();
  const task = useAppState((state) => state.task);
  return (
    <div className="files-empty">
      <section className="files-drop">
        <Icon name="files" />
        <h2>{filesText.emptyTitle}</h2>
        <p>{filesText.emptyWords}</p>
        <div className="row">
          <button type="button" className="button primary" onClick={pickPictures}>
            {filesText.choose}
          </button>
          <button type="button" className="button" onClick={pickFolder}>
            {filesText.chooseFolder}
          </button>
          <button
            type="button"
            className="button"
            data-testid="files-sample"
            onClick={() => void drawnSamples(task).then((files) => app.chooseFiles(files))}
          >
            {filesText.trySamples}
          </button>
        </div>
        <p className="quiet">{filesText.formats}</p>
      </section>
      <ul className="files-steps">
        {filesText.steps.map(([title, words]) => (
          <li key={title}>
            <h3>{title}</h3>
            <p className="quiet">{words}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A few pictures of the task's own scene, drawn here. */
async function drawnSamples(task: string): Promise<File[]> {
  const draw = await sampleDrawing(task);
  const title = taskById(task)?.text.en.title ?? task;
  const files: File[] = [];
  for (const [index, timeMs] of momentsMs.entries()) {
    const canvas = new OffscreenCanvas(sampleSize.width, sampleSize.height);
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) break;
    draw(context, timeMs);
    const blob = await canvas.convertToBlob({ type: "image/png" });
    files.push(new File([blob], filesText.sampleName(title, index + 1), { type: "image/png" }));
  }
  return files;
}
