import type { ReactNode } from "react";
import { canShareScreen } from "../sources/can-share-screen.ts";
import { isMeteredNow } from "../state/connection.ts";
import { firstDownloadBytes, wholeDownloadBytes } from "../state/download-size.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { Icon } from "./icon.tsx";

/** What stands in the viewfinder before anything runs: one sentence, two buttons, the size. */
export function Hero(): ReactNode {
  const { app, pickPictures } = useApp();
  const seen = useAppState((state) => state.seen);
  const source = useAppState((state) => state.source);
  const stored = useAppState((state) => state.stored);
  const online = useAppState((state) => state.online);
  const task = useAppState((state) => state.task);
  const allowed = useAppState((state) => state.allowed);
  const offline = useAppState((state) => state.offline);
  const screenEnded = useAppState((state) => state.screen.at === "ended");
  const idleWords = {
    camera: text.cameraOff,
    sample: text.sampleOff,
    screen: screenEnded ? text.screenEnded : text.screenOff,
    files: text.noPictures,
  };
  const bytes = (isMeteredNow() ? firstDownloadBytes : wholeDownloadBytes)(task, allowed);
  const selfSigned = offline.at === "failed" && offline.why === "self-signed";
  const sizeWords = (): string => {
    // Without a service worker the page itself is never here, whatever is stored.
    if (selfSigned) return stored ? "" : text.downloadOnly(bytes);
    if (stored) return text.alreadyHere;
    return online ? text.downloadSize(bytes) : text.offlineFirst(bytes);
  };
  const size = sizeWords();
  return (
    <div className="hero on-picture">
      <p className="hero-words">{seen ? idleWords[source] : text.promise}</p>
      <div className="hero-buttons">
        <button
          type="button"
          className="button primary"
          data-testid="source-camera"
          onClick={() => app.start("camera")}
        >
          <Icon name="camera" />
          {text.useCamera}
        </button>
        <button
          type="button"
          className="button"
          data-testid="source-sample"
          onClick={() => app.start("sample")}
        >
          <Icon name="sample" />
          {text.trySample}
        </button>
      </div>
      {seen && source === "files" && (
        <button type="button" className="button" onClick={pickPictures}>
          <Icon name="files" />
          {text.choosePictures}
        </button>
      )}
      {seen && source === "screen" && canShareScreen() && (
        <button type="button" className="button" onClick={() => app.start("screen")}>
          <Icon name="screen" />
          {text.shareScreen}
        </button>
      )}
      {selfSigned && <p className="hero-size attention">{text.selfSigned}</p>}
      {size && <p className={online || stored ? "hero-size" : "hero-size attention"}>{size}</p>}
    </div>
  );
}
