import { type ReactNode, useEffect, useState } from "react";
import { cards } from "#models";
import { libraries } from "../text/libraries.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { Sheet } from "./sheet.tsx";

/** What the browser says about this site's storage; it only informs. */
interface StorageFacts {
  readonly usedBytes: number;
  readonly persistent: boolean;
}

async function readStorage(): Promise<StorageFacts> {
  const estimate = await navigator.storage?.estimate?.();
  const persistent = await navigator.storage?.persisted?.();
  return { usedBytes: estimate?.usage ?? 0, persistent: persistent ?? false };
}

/** Version, what is stored and how to delete it, licences. */
export function AboutSheet(): ReactNode {
  const { app } = useApp();
  const files = useAppState((state) => state.worker?.store ?? []);
  const [storage, setStorage] = useState<StorageFacts>();
  const [sure, setSure] = useState(false);
  useEffect(() => {
    void readStorage().then(setStorage, () => undefined);
  }, []);
  const modelBytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return (
    <Sheet title={text.aboutTitle} name="about">
      <p>{text.aboutWords}</p>
      <p className="quiet numbers">{text.version(__APP_VERSION__)}</p>
      <section>
        <h3>{text.storageTitle}</h3>
        <p className="numbers">
          {files.length === 0 ? text.storageNothing : text.storageModels(files.length, modelBytes)}
        </p>
        {storage && (
          <p className="quiet numbers">
            {text.storageUsed(storage.usedBytes)}.{" "}
            {storage.persistent ? text.storagePersistent : text.storageEvictable}
          </p>
        )}
        {sure ? (
          <div role="alertdialog" aria-label={text.forgetSure} className="sure">
            <p>{text.forgetWords}</p>
            <div className="row">
              <button
                type="button"
                className="button danger"
                data-testid="forget-yes"
                onClick={() => void app.forgetEverything()}
              >
                {text.forgetYes}
              </button>
              <button type="button" className="button" onClick={() => setSure(false)}>
                {text.keep}
              </button>
            </div>
          </div>
        ) : (
          <div className="row">
            {files.length > 0 && (
              <button type="button" className="button" onClick={() => void app.deleteModels()}>
                {text.deleteModels}
              </button>
            )}
            <button
              type="button"
              className="button"
              data-testid="forget"
              onClick={() => setSure(true)}
            >
              {text.forget}
            </button>
          </div>
        )}
      </section>
      <section>
        <h3>{text.licencesTitle}</h3>
        <ul className="plain quiet">
          {cards.map(({ id, title, licence }) => (
            <li key={id}>{text.licenceModel(title, licence)}</li>
          ))}
          {libraries.map((library) => (
            <li key={library}>{library}</li>
          ))}
        </ul>
      </section>
    </Sheet>
  );
}
