import type { Connection } from "./database.ts";
import { within } from "./within.ts";

/** What is known of a recording that is stored here. */
export interface RecordingRecord {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly width: number;
  readonly height: number;
  /** The container that its frames are meant for, and their codec. */
  readonly extension: "mp4" | "webm";
  readonly videoCodec: string;
  /** The codec string of the sound; null as long as there is none. */
  readonly soundCodec: string | null;
  readonly frames: number;
  /** From its first frame to the end of its last. */
  readonly elapsedMs: number;
  readonly sizeBytes: number;
  /** How many parts are stored. */
  readonly parts: number;
}

/** One encoded packet of a part. */
export interface StoredPacket {
  readonly track: "video" | "audio";
  readonly isKey: boolean;
  readonly timestampUs: number;
  readonly durationUs: number;
  readonly sizeBytes: number;
}

/** What a decoder needs to know before the first packet of a track; of a WebCodecs decoder configuration. */
export interface StoredTrackConfig {
  readonly track: "video" | "audio";
  readonly codec: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A second or less of a recording. */
export interface RecordingPart {
  /** Counts the encoders: the packets of one follow each other. */
  readonly segment: number;
  /** Told with the first packets of a track in a segment. */
  readonly configs: readonly StoredTrackConfig[];
  readonly packets: readonly StoredPacket[];
  /** The packets' bytes, one after the other. */
  readonly bytes: ArrayBuffer;
}

/** Recordings on their way to become files, as encoded packets. */
export interface RecordingStore {
  get(id: string): Promise<RecordingRecord | undefined>;
  list(): Promise<readonly RecordingRecord[]>;
  /**
   * Stores the next part with the new state of its recording, in one transaction.
   * @throws AppError `storage-full`, `storage-unavailable`
   */
  append(record: RecordingRecord, part: RecordingPart): Promise<void>;
  /** The parts in order, one at a time. */
  parts(id: string): AsyncGenerator<RecordingPart, void>;
  delete(id: string): Promise<void>;
}

/** Opens the recordings of a database. */
export function recordingStore(connection: Connection): RecordingStore {
  return {
    get: (id) => connection.use((database) => database.get("recordings", id)),
    list: () => connection.use((database) => database.getAll("recordings")),
    append: (record, part) =>
      connection.use(async (database) => {
        const transaction = database.transaction(["recordings", "recordingParts"], "readwrite");
        await within(transaction, () =>
          Promise.all([
            transaction.objectStore("recordingParts").put(part, [record.id, record.parts - 1]),
            transaction.objectStore("recordings").put(record),
          ]),
        );
      }, part.bytes.byteLength),
    async *parts(id) {
      const count =
        (await connection.use((database) => database.get("recordings", id)))?.parts ?? 0;
      // One transaction per part: a slow reader would otherwise let it close under the loop.
      for (let at = 0; at < count; at += 1) {
        const part = await connection.use((database) => database.get("recordingParts", [id, at]));
        if (part) yield part;
      }
    },
    delete: (id) =>
      connection.use(async (database) => {
        const transaction = database.transaction(["recordings", "recordingParts"], "readwrite");
        await within(transaction, () =>
          Promise.all([
            transaction.objectStore("recordings").delete(id),
            transaction
              .objectStore("recordingParts")
              .delete(IDBKeyRange.bound([id, 0], [id, Number.POSITIVE_INFINITY])),
          ]),
        );
      }),
  };
}
