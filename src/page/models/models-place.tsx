import { type ReactNode, useEffect } from "react";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "../ui/app-context.ts";
import { ImportBox } from "./import-box.tsx";
import "./models.css";
import { Proposal } from "./proposal.tsx";
import { Ready } from "./ready.tsx";
import { Refused } from "./refused.tsx";
import { Shelf } from "./shelf.tsx";
import { Storage } from "./storage.tsx";
import { takeFetched } from "./take-fetched.ts";
import { useImportState, useImports } from "./use-imports.ts";

/** The models of this device: bringing one, and what is here. */
export function ModelsPlace(): ReactNode {
  const { app } = useApp();
  const imports = useImports();
  const state = useImportState(imports);
  const waiting = useAppState(({ modelFiles }) => modelFiles);
  const brought = useAppState((all) => all.brought);
  useEffect(() => {
    const [first] = waiting ?? [];
    if (!waiting || !first) return;
    app.store.setState({ modelFiles: null });
    imports.take(waiting, { kind: "file", name: first.name });
  }, [waiting, app, imports]);
  useEffect(() => {
    void takeFetched().then((fetched) => {
      if (fetched) imports.take([fetched.file], fetched.from);
    });
  }, [imports]);
  return (
    <div className="models">
      <h2>{text.placeName.models}</h2>
      {state.at === "proposed" ? (
        <Proposal imports={imports} state={state} />
      ) : (
        <>
          {state.at === "refused" && <Refused state={state} onClose={imports.cancel} />}
          {state.at === "ready" && <Ready card={state.card} onClose={imports.cancel} />}
          <ImportBox
            imports={imports}
            reading={state.at === "reading" ? state.name : null}
            isFirst={state.at === "idle"}
          />
        </>
      )}
      <Shelf imports={imports} brought={brought} />
      <Storage />
    </div>
  );
}
