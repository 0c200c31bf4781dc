import { type ReactNode, useRef } from "react";
import { asModelFiles } from "../sources/model-files.ts";
import type { Imports } from "../state/imports.ts";
import { modelsText as words } from "../text/models-text.ts";

/** Where a model is dropped or chosen: one file, several, a folder or a ZIP. */
export function ImportBox({
  imports,
  reading,
  isFirst,
}: {
  imports: Imports;
  /** Whether nothing above it asks for something. */
  isFirst: boolean;
  /** The name of the file that is being read. */
  reading: string | null;
}): ReactNode {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = ({ currentTarget }: React.ChangeEvent<HTMLInputElement>): void => {
    const given = asModelFiles(currentTarget.files ?? []);
    const [first] = given;
    if (first) imports.take(given, { kind: "file", name: first.name });
    // The same files can be chosen again.
    currentTarget.value = "";
  };
  return (
    <section className="import-box" aria-busy={reading !== null}>
      <p>{words.about}</p>
      {reading !== null ? (
        <div className="row" role="status" data-testid="model-reading">
          <p>{words.reading(reading)}</p>
          <progress aria-label={words.reading(reading)} />
          <button type="button" className="button" onClick={imports.cancel}>
            {words.cancel}
          </button>
        </div>
      ) : (
        <div className="row">
          <button
            type="button"
            className={isFirst ? "button primary" : "button"}
            data-testid="model-choose"
            onClick={() => files.current?.click()}
          >
            {words.choose}
          </button>
          <button type="button" className="button" onClick={() => folder.current?.click()}>
            {words.chooseFolder}
          </button>
          <a className="button" href="./connect.html" title={words.byAddressHint}>
            {words.byAddress}
          </a>
        </div>
      )}
      <input
        ref={files}
        className="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        data-testid="model-input"
        onChange={take}
      />
      <input
        ref={(element) => {
          folder.current = element;
          // React has no property for it.
          element?.setAttribute("webkitdirectory", "");
        }}
        className="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        data-testid="model-folder"
        onChange={take}
      />
    </section>
  );
}
