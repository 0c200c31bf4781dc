import { type ReactNode, Suspense } from "react";
import type { AppError } from "#shared";
import { text } from "../text/text.ts";
import { useApp } from "./app-context.ts";
import { lazily } from "./lazily.ts";

const loadFailure = async () => (await import("./failure.tsx")).Failure;
const Words = lazily(loadFailure, WithoutWords);

/** What failed; its words are apart from the page's first scripts, which seldom need them. */
export function LazyFailure({ error }: { readonly error: AppError }): ReactNode {
  return (
    <Suspense fallback={null}>
      <Words error={error} />
    </Suspense>
  );
}

/** A start that takes longer waits for the network, which may be what fails. */
const longStartMs = 2_000;

/** Brings the words before they are needed, behind a start that is quick; returns how not to. */
export function fetchFailure(): () => void {
  const timer = setTimeout(() => void loadFailure().catch(() => undefined), longStartMs);
  return () => clearTimeout(timer);
}

/** The words themselves could not be fetched. */
function WithoutWords({ error }: { readonly error: AppError }): ReactNode {
  const { app } = useApp();
  return (
    <section
      className="card failure on-picture"
      role="alert"
      data-testid="error"
      data-code={error.code}
    >
      <h2>{text.brokenTitle}</h2>
      <p>{text.wordsMissing}</p>
      <div className="row">
        <button
          type="button"
          data-testid="retry"
          className="button primary"
          onClick={() => app.retry()}
        >
          {text.tryAgain}
        </button>
      </div>
    </section>
  );
}
