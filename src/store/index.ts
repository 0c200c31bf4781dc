export type {
  BroughtModels,
  BroughtRecord,
  ModelMeasure,
  ModelOrigin,
} from "./brought-models.ts";
export type { FileRecord } from "./database.ts";
export type { KeyValues } from "./key-values.ts";
export type { FileWriter, ModelStore } from "./models.ts";
export type {
  RecordingPart,
  RecordingRecord,
  RecordingStore,
  StoredPacket,
  StoredTrackConfig,
} from "./recordings.ts";
export { deleteStore, openStore, type Store } from "./store.ts";
export { threadStore } from "./thread-store.ts";
