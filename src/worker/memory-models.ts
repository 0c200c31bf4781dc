import { AppError, type PinnedFile } from "#shared";
import type { FileRecord, ModelStore } from "#store";

/** A model store in memory, for tests; `roomBytes` is its quota. */
export class MemoryModels implements ModelStore {
  readonly records = new Map<string, FileRecord>();
  readonly chunks = new Map<string, Uint8Array<ArrayBuffer>[]>();
  roomBytes = Number.POSITIVE_INFINITY;

  put(of: PinnedFile, bytes: Uint8Array, complete: boolean): void {
    this.chunks.set(of.sha256, [bytes.slice()]);
    const { sha256 } = of;
    const receivedBytes = bytes.byteLength;
    this.records.set(sha256, { sha256, bytes: of.bytes, receivedBytes, complete, usedAt: 0 });
  }
  async stat(sha256: string) {
    return this.records.get(sha256);
  }
  async list() {
    return [...this.records.values()];
  }
  async writer(of: PinnedFile) {
    const models = this;
    let receivedBytes = this.records.get(of.sha256)?.receivedBytes ?? 0;
    const write = (complete: boolean): void => {
      const { sha256, bytes } = of;
      models.records.set(sha256, { sha256, bytes, receivedBytes, complete, usedAt: 0 });
    };
    return {
      get receivedBytes() {
        return receivedBytes;
      },
      async append(bytes: Uint8Array) {
        if (receivedBytes + bytes.byteLength > models.roomBytes) {
          throw new AppError("storage-full", { neededBytes: bytes.byteLength });
        }
        const chunks = models.chunks.get(of.sha256) ?? [];
        models.chunks.set(of.sha256, [...chunks, bytes.slice()]);
        receivedBytes += bytes.byteLength;
        write(false);
      },
      async complete() {
        write(true);
      },
      async discard() {
        receivedBytes = 0;
        await models.delete(of.sha256);
      },
    };
  }
  async *read(sha256: string) {
    for (const chunk of this.chunks.get(sha256) ?? []) yield chunk;
  }
  async touch() {}
  async delete(sha256: string) {
    this.records.delete(sha256);
    this.chunks.delete(sha256);
  }
  async clear() {
    this.records.clear();
    this.chunks.clear();
  }
}
