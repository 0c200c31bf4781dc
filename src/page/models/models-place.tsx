import type { ReactNode } from "react";
import { cards } from "#models";
import { text } from "../text/text.ts";

/** The models of this device. */
export function ModelsPlace(): ReactNode {
  return (
    <>
      <h2>{text.placeName.models}</h2>
      <ul className="plain">
        {cards.map(({ id, title, licence }) => (
          <li key={id}>{text.licenceModel(title, licence)}</li>
        ))}
      </ul>
    </>
  );
}
