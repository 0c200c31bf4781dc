import { type ReactNode, useEffect, useRef } from "react";
import { type TaskId, taskById } from "#tasks";
import { wordsOf } from "../error-text.ts";
import type { ImportState, Preview } from "../state/import-state.ts";
import type { Imports } from "../state/imports.ts";
import { modelsText as words } from "../text/models-text.ts";
import { useTaskView } from "../ui/task-view.ts";

/** A picture with what the model finds in it, as its card stands now. */
export function PreviewPane({
  imports,
  state: { preview, card, picture },
}: {
  imports: Imports;
  state: ImportState & { at: "proposed" };
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const task: TaskId = taskById(card.task)?.id ?? "raw";
  const view = useTaskView(task);
  const found =
    preview.at === "shown" && view && preview.result.task === task
      ? view.words(preview.result)
      : "";
  return (
    <figure className="preview" aria-label={words.preview}>
      <Shown preview={preview} label={words.previewOf(found === "" ? words.nothingFound : found)} />
      <figcaption>
        <p role="status" data-testid="model-found" data-at={preview.at}>
          {preview.at === "running" && words.previewRunning}
          {preview.at === "none" && words.previewNone}
          {preview.at === "shown" && (found === "" ? words.nothingFound : found)}
          {preview.at === "failed" && failureOf(preview)}
        </p>
        <div className="row">
          <button type="button" className="button" onClick={() => input.current?.click()}>
            {words.choosePicture}
          </button>
          {picture && (
            <button type="button" className="button" onClick={() => imports.setPicture(null)}>
              {words.useSample}
            </button>
          )}
        </div>
      </figcaption>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        accept="image/*"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="model-picture"
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen) imports.setPicture(chosen);
          currentTarget.value = "";
        }}
      />
    </figure>
  );
}

function failureOf({ error }: Preview & { at: "failed" }): string {
  const reason = "reason" in error.details ? ` (${String(error.details.reason)})` : "";
  return `${wordsOf(error).words}${reason}`;
}

function Shown({ preview, label }: { preview: Preview; label: string }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = preview.at === "shown" ? preview.shown : null;
  useEffect(() => {
    const element = canvas.current;
    if (!element || !shown) return;
    element.width = shown.width;
    element.height = shown.height;
    // Copied: the bitmap belongs to the state, which closes it.
    element.getContext("2d")?.drawImage(shown, 0, 0);
  }, [shown]);
  return (
    <canvas
      ref={canvas}
      className="preview-picture"
      role="img"
      aria-label={label}
      data-busy={preview.at === "running"}
    />
  );
}
