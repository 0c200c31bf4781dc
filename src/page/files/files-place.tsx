import type { ReactNode } from "react";
import { text } from "../text/text.ts";
import { useApp } from "../ui/app-context.ts";
import { ExportBar } from "./export-bar.tsx";
import { ReceivedLost } from "./received-lost.tsx";

/** Pictures and videos from this device. */
export function FilesPlace(): ReactNode {
  const { pickPictures } = useApp();
  return (
    <>
      <h2>{text.placeName.files}</h2>
      <ReceivedLost />
      <p className="quiet">{text.noPictures}</p>
      <button type="button" className="button" onClick={pickPictures}>
        {text.choosePictures}
      </button>
      <ExportBar />
    </>
  );
}
