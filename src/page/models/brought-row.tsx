import { type ReactNode, useId, useState } from "react";
import type { BroughtModel } from "#protocol";
import { isAbort, reasonOf } from "#shared";
import { taskById } from "#tasks";
import type { Imports } from "../state/imports.ts";
import { saveFile } from "../state/save-file.ts";
import { modelsText as words } from "../text/models-text.ts";
import { bytesInWords } from "../text/numbers.ts";
import { useRunModel } from "./use-run-model.ts";

/** A model that was brought: what is known of it, and what can be done with it. */
export function BroughtRow({
  model,
  imports,
}: {
  model: BroughtModel;
  imports: Imports;
}): ReactNode {
  const { card } = model;
  const run = useRunModel();
  const [asked, setAsked] = useState<"rename" | "remove">();
  const [failure, setFailure] = useState("");
  const attempt = (work: Promise<unknown>): void => {
    setFailure("");
    work.catch((error: unknown) => {
      if (!isAbort(error)) setFailure(reasonOf(error));
    });
  };
  return (
    <li className="shelf-row" data-testid={`model-${card.id}`} data-model={card.id}>
      <div>
        <strong>{card.title}</strong>
        <small className="quiet numbers">{factsOf(model).join(" · ")}</small>
        {!model.complete && <small className="attention">{words.incomplete}</small>}
        {failure !== "" && (
          <small className="attention" role="alert">
            {failure}
          </small>
        )}
      </div>
      <div className="row">
        <button
          type="button"
          className="button"
          data-testid="shelf-run"
          disabled={!model.complete}
          onClick={() => run(card, "live")}
        >
          {words.run}
        </button>
        <button
          type="button"
          className="button"
          data-testid="shelf-rename"
          onClick={() => setAsked(asked === "rename" ? undefined : "rename")}
        >
          {words.rename}
        </button>
        <button
          type="button"
          className="button"
          data-testid="shelf-duplicate"
          onClick={() => attempt(imports.duplicate(card.id, words.copyOf(card.title)))}
        >
          {words.duplicate}
        </button>
        <button
          type="button"
          className="button"
          data-testid="shelf-export"
          disabled={!model.complete}
          onClick={() =>
            attempt(
              imports.pack(card.id).then(({ name, blob }) => saveFile(new File([blob], name))),
            )
          }
        >
          {words.exportIt}
        </button>
        <button
          type="button"
          className="button"
          data-testid="shelf-delete"
          onClick={() => setAsked("remove")}
        >
          {words.remove}
        </button>
      </div>
      {asked === "rename" && (
        <Rename
          title={card.title}
          onSave={(title) => {
            setAsked(undefined);
            attempt(imports.rename(card.id, title));
          }}
        />
      )}
      {asked === "remove" && (
        <div role="alertdialog" aria-label={words.sureRemove(card.title)} className="sure">
          <p>{words.sureRemove(card.title)}</p>
          <div className="row">
            <button
              type="button"
              className="button danger"
              data-testid="shelf-delete-yes"
              onClick={() => attempt(imports.remove(card.id))}
            >
              {words.remove}
            </button>
            <button type="button" className="button" onClick={() => setAsked(undefined)}>
              {words.cancel}
            </button>
          </div>
        </div>
      )}
    </li>
  );
}

function Rename({ title, onSave }: { title: string; onSave(title: string): void }): ReactNode {
  const id = useId();
  const [value, setValue] = useState(title);
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() !== "") onSave(value.trim());
      }}
    >
      <label htmlFor={id}>{words.name}</label>
      <input
        id={id}
        type="text"
        value={value}
        data-testid="shelf-title"
        onChange={({ target }) => setValue(target.value)}
      />
      <button type="submit" className="button" data-testid="shelf-save">
        {words.save}
      </button>
    </form>
  );
}

/** What was measured may stand in the store since an engine that is no more. */
const engineNames: Readonly<Record<string, string>> = words.engine;
const backendNames: Readonly<Record<string, string>> = words.backend;

function factsOf({ card, from, usedAt, measure }: BroughtModel): readonly string[] {
  const bytes = card.variants
    .flatMap(({ files }) => files)
    .reduce((sum, file) => sum + file.bytes, 0);
  const origin =
    from.kind === "address" ? words.origin.address(from.url) : words.origin[from.kind](from.name);
  return [
    taskById(card.task)?.text.en.title ?? card.task,
    bytesInWords(bytes),
    `${words.licence} ${card.licence}`,
    origin,
    usedAt === null ? words.neverUsed : words.lastUsed(new Date(usedAt).toLocaleDateString()),
    ...(measure
      ? [
          words.measured(
            words.on(
              engineNames[measure.engine] ?? measure.engine,
              backendNames[measure.backend] ?? measure.backend,
            ),
            words.trial.ran(measure.inferMs),
          ),
        ]
      : []),
  ];
}
