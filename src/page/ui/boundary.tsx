import { Component, type ReactNode } from "react";
import { reasonOf } from "#shared";
import { text } from "../text/text.ts";

interface Broken {
  readonly reason?: string;
}

/** Catches a defect while drawing the page: says so, with a way out, instead of leaving it empty. */
export class Boundary extends Component<{ readonly children: ReactNode }, Broken> {
  override state: Broken = {};

  static getDerivedStateFromError(error: unknown): Broken {
    return { reason: reasonOf(error) };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    if (reason === undefined) return this.props.children;
    return (
      <main className="too-old" data-testid="error" data-code="internal">
        <h1>{text.brokenTitle}</h1>
        <p>{text.brokenWords}</p>
        <p className="quiet">{reason}</p>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {text.reload}
        </button>
      </main>
    );
  }
}
