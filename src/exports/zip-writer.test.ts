import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { AppError } from "#shared";
import { zipWriter } from "./zip-writer.ts";

const createdAt = new Date(2026, 0, 2, 3, 4, 6);

function collect() {
  const pieces: Uint8Array[] = [];
  return {
    pieces,
    sink: {
      async write(bytes: Uint8Array) {
        pieces.push(bytes.slice());
      },
    },
    files: () => unzipSync(Uint8Array.from(Buffer.concat(pieces))),
  };
}

describe("zipWriter", () => {
  it("writes files that another reader unpacks as they were", async () => {
    const { sink, files } = collect();
    const zip = zipWriter(sink, createdAt);
    const noise = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 251);
    await zip.add("", "results.json", ['{"a":', '"ä"}'], true);
    await zip.add("pictures", "a.png", [noise.subarray(0, 70_000), noise.subarray(70_000)], false);
    await zip.add("pictures", "空.txt", [], true);
    await zip.finish();
    const read = files();
    expect(Object.keys(read)).toEqual(["results.json", "pictures/a.png", "pictures/空.txt"]);
    expect(strFromU8(read["results.json"] ?? new Uint8Array())).toBe('{"a":"ä"}');
    expect(read["pictures/a.png"]).toEqual(noise);
    expect(read["pictures/空.txt"]).toEqual(new Uint8Array());
  });

  it("keeps files of the same name apart, and inside their folder", async () => {
    const { sink, files } = collect();
    const zip = zipWriter(sink, createdAt);
    for (const name of ["a.jpg", "a.jpg", "../../a.jpg"]) await zip.add("x", name, ["1"], true);
    await zip.add("y", "a.jpg", ["2"], true);
    await zip.finish();
    expect(Object.keys(files())).toEqual(["x/a.jpg", "x/a (2).jpg", "x/_.._a.jpg", "y/a.jpg"]);
  });

  it("lets bytes go while a file is being made", async () => {
    const { sink, pieces } = collect();
    const zip = zipWriter(sink, createdAt);
    const seen: number[] = [];
    async function* parts(): AsyncGenerator<Uint8Array> {
      for (let part = 0; part < 4; part += 1) {
        yield new Uint8Array(50_000).fill(part);
        seen.push(pieces.length);
      }
    }
    await zip.add("", "a.bin", parts(), false);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen[0]).toBeLessThan(seen[3] ?? 0);
    await zip.finish();
    expect(zip.writtenBytes).toBe(Buffer.concat(pieces).length);
  });

  it("stops with the sink's own failure", async () => {
    const full = new AppError("export-full", { writtenBytes: 5 });
    const zip = zipWriter({ write: () => Promise.reject(full) }, createdAt);
    await expect(zip.add("", "a.txt", ["a"], true)).rejects.toBe(full);
  });

  it("stops with the failure of what makes a file", async () => {
    const zip = zipWriter(collect().sink, createdAt);
    async function* parts(): AsyncGenerator<string> {
      yield "a";
      throw new AppError("worker-lost", { reason: "hung", restarts: 1 });
    }
    await expect(zip.add("", "a.txt", parts(), true)).rejects.toMatchObject({
      code: "worker-lost",
    });
  });

  it("refuses more bytes than it may write, before it writes them", async () => {
    const { sink, pieces } = collect();
    const zip = zipWriter(sink, createdAt, 100_000);
    function* parts(): Generator<Uint8Array> {
      for (;;) yield new Uint8Array(2 ** 14);
    }
    await expect(zip.add("", "a.bin", parts(), false)).rejects.toMatchObject({
      code: "export-too-large",
    });
    expect(Buffer.concat(pieces).length).toBeLessThanOrEqual(100_000);
  });
});
