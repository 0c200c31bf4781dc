import { type ReactNode, useEffect, useState } from "react";
import { modelsText as words } from "../text/models-text.ts";

interface StorageFacts {
  readonly usedBytes: number;
  readonly leftBytes: number;
  readonly isProtected: boolean;
}

async function readFacts(): Promise<StorageFacts> {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const isProtected = (await navigator.storage?.persisted?.()) ?? false;
  return { usedBytes: usage, leftBytes: Math.max(0, quota - usage), isProtected };
}

/** How much is used and left here, and whether the browser may take it away. */
export function Storage(): ReactNode {
  const [facts, setFacts] = useState<StorageFacts>();
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    void readFacts().then(setFacts, () => undefined);
  }, []);
  if (!facts) return null;
  const protect = async (): Promise<void> => {
    const granted = await navigator.storage.persist().catch(() => false);
    setRefused(!granted);
    setFacts(await readFacts());
  };
  return (
    <section className="model-part storage">
      <p className="quiet numbers">{words.storage(facts.usedBytes, facts.leftBytes)}</p>
      <p className="quiet">{facts.isProtected ? words.protected : words.unprotected}</p>
      {!facts.isProtected && (
        <button
          type="button"
          className="button"
          data-testid="protect-storage"
          onClick={() => void protect()}
        >
          {words.protect}
        </button>
      )}
      {refused && (
        <p className="attention" role="status">
          {words.protectRefused}
        </p>
      )}
    </section>
  );
}
