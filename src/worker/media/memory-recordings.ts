import type { RecordingPart, RecordingRecord, RecordingStore } from "#store";

/** Recordings where this browser lets nothing be stored: they last as long as this worker. */
export function createMemoryRecordings(): RecordingStore {
  const records = new Map<string, RecordingRecord>();
  const parts = new Map<string, RecordingPart[]>();
  return {
    get: async (id) => records.get(id),
    list: async () => [...records.values()],
    async append(record, part) {
      records.set(record.id, record);
      parts.set(record.id, [...(parts.get(record.id) ?? []), part]);
    },
    async *parts(id) {
      yield* parts.get(id) ?? [];
    },
    async delete(id) {
      records.delete(id);
      parts.delete(id);
    },
  };
}
