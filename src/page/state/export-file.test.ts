import { afterEach, describe, expect, it, vi } from "vitest";
import { openExportFile } from "./export-file.ts";

afterEach(() => vi.unstubAllGlobals());

/** The site's own file system, as far as exports use it. */
function fileSystem({ failsWith, old = [] }: { failsWith?: Error; old?: string[] } = {}) {
  const names = new Set(old);
  const written: Uint8Array[] = [];
  const writable = {
    write: vi.fn(async (bytes: Uint8Array) => {
      if (failsWith) throw failsWith;
      written.push(bytes);
    }),
    close: vi.fn(async () => {}),
    abort: vi.fn(async () => {}),
  };
  const folder = {
    async *keys() {
      yield* [...names];
    },
    removeEntry: async (name: string) => void names.delete(name),
    getFileHandle: async (name: string) => {
      names.add(name);
      return { createWritable: async () => writable, getFile: async () => new Blob(written as []) };
    },
  };
  const storage = { getDirectory: async () => ({ getDirectoryHandle: async () => folder }) };
  vi.stubGlobal("navigator", { storage });
  return { names, writable };
}

const mebibyte = new Uint8Array(2 ** 20).fill(7);

describe("an export file", () => {
  it("grows on the disk, where the browser has a file system for the site", async () => {
    const { names, writable } = fileSystem();
    const file = await openExportFile();
    await file.write(mebibyte.subarray(10));
    expect(writable.write).not.toHaveBeenCalled();
    await file.write(mebibyte.subarray(0, 20));
    expect(writable.write).toHaveBeenCalledOnce();
    await file.write(Uint8Array.of(1, 2));
    const blob = await file.finish("application/zip");
    expect([blob.size, blob.type]).toEqual([2 ** 20 + 12, "application/zip"]);
    expect(names.size).toBe(1);
  });

  it("is deleted when it is given up", async () => {
    const { names, writable } = fileSystem();
    const file = await openExportFile();
    await file.write(mebibyte);
    await file.discard();
    expect([names.size, writable.abort.mock.calls.length]).toEqual([0, 1]);
  });

  it("says how much was written when the device is full", async () => {
    fileSystem({ failsWith: new DOMException("full", "QuotaExceededError") });
    const file = await openExportFile();
    await expect(file.write(mebibyte)).rejects.toMatchObject({
      code: "export-full",
      details: { writtenBytes: 0 },
    });
  });

  it("takes away what closed pages left behind, and nothing newer", async () => {
    const fresh = `${Date.now() - 60_000}-b`;
    const { names } = fileSystem({ old: [`${Date.now() - 2 * 3_600_000}-a`, fresh, "unknown"] });
    await openExportFile();
    expect([...names].slice(0, -1)).toEqual([fresh]);
  });

  it("is kept in Blobs where there is no file system", async () => {
    vi.stubGlobal("navigator", {});
    const file = await openExportFile();
    await file.write(mebibyte);
    await file.write(Uint8Array.of(1, 2));
    const blob = await file.finish("text/csv");
    expect([blob.size, blob.type]).toEqual([2 ** 20 + 2, "text/csv"]);
  });
});
