import type { ReactNode } from "react";
import { PicturesStrip } from "./pictures-strip.tsx";
import { VideoBar } from "./video-bar.tsx";

/** What chosen files need in the live view: their row, and a playing video's controls. */
export function FilesControls(): ReactNode {
  return (
    <>
      <PicturesStrip />
      <VideoBar />
    </>
  );
}
