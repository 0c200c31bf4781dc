import type { ReactNode } from "react";
import { text } from "../text/text.ts";
import { Sheet } from "./sheet.tsx";

/** The keys. */
export function HelpSheet(): ReactNode {
  return (
    <Sheet title={text.helpTitle} name="help">
      <dl className="facts keys">
        {text.keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
