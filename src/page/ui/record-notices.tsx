import type { ReactNode } from "react";
import { wordsOf } from "../error-text.ts";
import type { Saved } from "../state/recorder.ts";
import { canShare, saveFile, shareFiles } from "../state/save-file.ts";
import { recordText } from "../text/record-text.ts";
import { useRecorder, useRecorderState } from "./use-recorder.ts";

/** What became of the last still or recording, and recordings that an earlier visit left behind. */
export function RecordNotices(): ReactNode {
  const saved = useRecorderState((state) => state.saved);
  const [left] = useRecorderState((state) => state.unsaved);
  const recorder = useRecorder();
  return (
    <>
      {left && (
        <div className="notice on-picture" role="status" data-testid="unsaved-recording">
          <p>{recordText.unsaved(left.elapsedMs, left.sizeBytes, new Date(left.startedAtMs))}</p>
          <div className="notice-actions">
            <button
              type="button"
              className="button"
              data-testid="delete-unsaved"
              onClick={() => void recorder.deleteUnsaved(left.id)}
            >
              {recordText.delete}
            </button>
            <button
              type="button"
              className="button primary"
              data-testid="save-unsaved"
              onClick={() => void recorder.saveUnsaved(left.id)}
            >
              {recordText.save}
            </button>
          </div>
        </div>
      )}
      {saved && (
        <div
          className="notice on-picture"
          role="status"
          data-testid="saved"
          data-kind={saved.kind}
          data-code={codeOf(saved)}
        >
          <p>{wordsOfSaved(saved)}</p>
          <div className="notice-actions">
            <button type="button" className="button" onClick={recorder.closeSaved}>
              {recordText.close}
            </button>
            {saved.kind === "saved" && <FileButtons files={saved.files} />}
          </div>
        </div>
      )}
    </>
  );
}

function FileButtons({ files }: { files: readonly File[] }): ReactNode {
  if (canShare(files)) {
    return (
      <button
        type="button"
        className="button primary"
        data-testid="share"
        onClick={() => void shareFiles(files)}
      >
        {recordText.share}
      </button>
    );
  }
  return (
    <button type="button" className="button" onClick={() => files.forEach(saveFile)}>
      {recordText.saveAgain}
    </button>
  );
}

function codeOf(saved: Saved): string | undefined {
  if (saved.kind === "failed") return saved.error.code;
  return saved.kind === "saved" ? saved.because?.code : undefined;
}

function wordsOfSaved(saved: Saved): string {
  if (saved.kind === "empty") return recordText.empty;
  if (saved.kind === "failed") {
    const { title, words } = wordsOf(saved.error);
    return saved.error.code === "storage-full" ? recordText.endedFull : `${title}. ${words}`;
  }
  const { files, because } = saved;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const words = recordText.savedFiles(
    files.map(({ name }) => name),
    bytes,
  );
  if (!because) return `${words}.`;
  return `${because.code === "storage-full" ? recordText.endedFull : recordText.ended} ${words}.`;
}
