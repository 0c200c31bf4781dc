import { describe, expect, it } from "vitest";
import { createBlobWriter } from "./blob-writer.ts";

type Write = readonly [position: number, bytes: readonly number[]];

async function written(writes: readonly Write[]): Promise<number[]> {
  const file = createBlobWriter();
  const writer = file.writable.getWriter();
  for (const [position, bytes] of writes) {
    await writer.write({ type: "write", position, data: Uint8Array.from(bytes) });
  }
  return [...new Uint8Array(await file.blob("video/mp4").arrayBuffer())];
}

describe("the blob writer", () => {
  it.each<readonly [string, readonly Write[], readonly number[]]>([
    [
      "appends",
      [
        [0, [1, 2]],
        [2, [3]],
      ],
      [1, 2, 3],
    ],
    [
      "goes back to fill in a length",
      [
        [0, [0, 0, 3]],
        [3, [4]],
        [0, [1, 2]],
      ],
      [1, 2, 3, 4],
    ],
    [
      "fills in within",
      [
        [0, [1, 0, 3]],
        [1, [2]],
        [3, [4]],
      ],
      [1, 2, 3, 4],
    ],
    [
      "writes over the end",
      [
        [0, [1, 2]],
        [1, [5, 6]],
        [3, [7]],
      ],
      [1, 5, 6, 7],
    ],
  ])("%s", async (_, writes, expected) => {
    expect(await written(writes)).toEqual(expected);
  });

  it("keeps what it was given, whatever becomes of the giver's buffer", async () => {
    const file = createBlobWriter();
    const writer = file.writable.getWriter();
    const data = Uint8Array.of(1, 2);
    await writer.write({ type: "write", position: 0, data });
    data.fill(9);
    const blob = file.blob("video/webm");
    expect(blob.type).toBe("video/webm");
    expect([...new Uint8Array(await blob.arrayBuffer())]).toEqual([1, 2]);
  });

  it("hands large files on in parts that stay in order", async () => {
    const megabytes = Array.from({ length: 10 }, (_, index) =>
      new Uint8Array(1024 * 1024).fill(index),
    );
    const file = createBlobWriter();
    const writer = file.writable.getWriter();
    for (const [index, data] of megabytes.entries()) {
      await writer.write({ type: "write", position: index * data.length, data });
    }
    const bytes = new Uint8Array(await file.blob("").arrayBuffer());
    expect(bytes.length).toBe(10 * 1024 * 1024);
    expect(megabytes.every((data, index) => bytes[index * data.length + 5] === index)).toBe(true);
  });

  it("refuses a gap", async () => {
    await expect(
      written([
        [0, [1]],
        [2, [3]],
      ]),
    ).rejects.toThrow("a gap before byte 2");
  });
});
