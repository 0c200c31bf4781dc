import type { Place, SourceKind } from "../flags.ts";
import { modelFilesAmong } from "../sources/model-files.ts";
import type { AppStore } from "./app-state.ts";
import type { Files } from "./files.ts";
import type { Live } from "./live.ts";
import { isWaiting } from "./queue-state.ts";
import type { StartStop } from "./start-stop.ts";

/** Going from place to place, and where chosen files lead. */
export interface GoTo {
  /** Shows another place; what is live stops, the queue of files goes on. */
  goTo(place: Place): void;
  /** Takes pictures and videos into the queue; a model's files lead to the models. */
  chooseFiles(files: Iterable<File>, fromFolders?: Iterable<File>): void;
}

/** Connects the places with what runs in them. */
export function createGoTo(
  { getState: get, setState: set }: AppStore,
  { start, stop, showNothing, sourceBefore }: StartStop,
  live: Pick<Live, "close">,
  files: Pick<Files, "queue">,
): GoTo {
  /** Whoever left the camera for a benchmark finds it running again; a screen would be asked for anew. */
  let resumed: SourceKind | undefined;
  return {
    goTo(place) {
      const from = get();
      if (place === from.place) return;
      const filesRun = from.wanted && from.source === "files";
      const before = sourceBefore();
      const resume = from.place === "benchmark" && place === "live" ? resumed : undefined;
      const { source, wanted } = from;
      resumed = wanted && (source === "camera" || source === "sample") ? source : undefined;
      if (!filesRun || (place === "live" && before)) {
        if (from.wanted) stop();
      } else if (from.place === "live") {
        live.close();
        showNothing();
      }
      set({ place, sheet: null, detail: null });
      if (place === "live" && before) set({ source: before });
      else if (filesRun || (place === "files" && isWaiting(from.queue))) start("files");
      else if (resume) start(resume);
    },
    chooseFiles(given, fromFolders) {
      const chosen = [...given];
      const modelFiles = modelFilesAmong([...chosen, ...(fromFolders ?? [])]);
      if (modelFiles.length > 0) {
        if (get().wanted) stop();
        set({ place: "models", modelFiles });
        return;
      }
      if (!files.queue.add(chosen, fromFolders)) return;
      if (get().place !== "live") set({ place: "files" });
      start("files");
    },
  };
}
