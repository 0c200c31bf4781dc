import type { ReactNode } from "react";
import { wordsOf } from "../error-text.ts";
import { useAppState } from "../ui/app-context.ts";

/** Says that files which another app shared did not get here. */
export function ReceivedLost(): ReactNode {
  const error = useAppState(({ receivedLost }) => receivedLost);
  if (!error) return null;
  const { title, words } = wordsOf(error);
  return (
    <section role="alert" data-testid="error" data-code={error.code}>
      <h3>{title}</h3>
      <p>{words}</p>
    </section>
  );
}
