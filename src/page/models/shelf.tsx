import { type ReactNode, useEffect, useState } from "react";
import type { BroughtModel, ModelShelf } from "#protocol";
import { AppError, type ModelCard } from "#shared";
import { taskById } from "#tasks";
import { wordsOf } from "../error-text.ts";
import type { Imports } from "../state/imports.ts";
import { modelsText as words } from "../text/models-text.ts";
import { bytesInWords } from "../text/numbers.ts";
import { BroughtRow } from "./brought-row.tsx";

/** What is stored on this device: models that were brought, and those of the app. */
export function Shelf({
  imports,
  brought,
}: {
  imports: Imports;
  /** Changes where the list has to be read anew. */
  brought: readonly ModelCard[];
}): ReactNode {
  const [shelf, setShelf] = useState<ModelShelf>();
  const [error, setError] = useState<AppError>();
  useEffect(() => {
    let current = true;
    // A list that was read before a change came is not shown after it.
    void brought;
    imports.list().then(
      (read) => current && setShelf(read),
      (failure) => current && failure instanceof AppError && setError(failure),
    );
    return () => {
      current = false;
    };
  }, [imports, brought]);
  const removeShipped = async (id: string): Promise<void> => {
    await imports.remove(id);
    setShelf(await imports.list());
  };
  if (error) return <p className="attention">{wordsOf(error).words}</p>;
  if (!shelf) return null;
  return (
    <>
      <section className="model-part" aria-label={words.brought}>
        <h3>{words.brought}</h3>
        {shelf.brought.length === 0 ? (
          <p className="quiet">{words.noneBrought}</p>
        ) : (
          <ul className="plain shelf" data-testid="brought-models">
            {shelf.brought.map((model: BroughtModel) => (
              <BroughtRow key={model.card.id} model={model} imports={imports} />
            ))}
          </ul>
        )}
      </section>
      <section className="model-part" aria-label={words.shipped}>
        <h3>{words.shipped}</h3>
        {shelf.shipped.length === 0 ? (
          <p className="quiet">{words.noneShipped}</p>
        ) : (
          <ul className="plain shelf">
            {shelf.shipped.map(({ card, storedBytes }) => (
              <li key={card.id} className="shelf-row">
                <div>
                  <strong>{card.title}</strong>
                  <small className="quiet numbers">
                    {[
                      taskById(card.task)?.text.en.title ?? card.task,
                      bytesInWords(storedBytes),
                      `${words.licence} ${card.licence}`,
                    ].join(" · ")}
                  </small>
                </div>
                <button
                  type="button"
                  className="button"
                  onClick={() => void removeShipped(card.id)}
                >
                  {words.remove}
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
