import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ServedFolder, sha256Of } from "./served-folder.ts";

const content = Uint8Array.of(1, 2, 3);
const pin = { bytes: 3, sha256: sha256Of(content) };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "served-"));
});
afterEach(() => rmSync(root, { recursive: true }));

it("keeps what it put and removes what it did not, folders included", () => {
  new ServedFolder(root).put("old/file", content);
  const folder = new ServedFolder(root);
  folder.put("engine/file", content);
  expect(folder.removeOthers()).toEqual([join("old", "file")]);
  expect(existsSync(join(root, "old", "file"))).toBe(false);
  expect(readFileSync(join(root, "engine", "file"))).toEqual(Buffer.from(content));
});

it("keeps a whole file without writing it", () => {
  new ServedFolder(root).put("file", content);
  expect(new ServedFolder(root).keepIf("file", pin)).toBe(true);
});

it.each([
  ["absent", undefined],
  ["cut short", Uint8Array.of(1, 2)],
  ["of the same size with a flipped bit", Uint8Array.of(1, 2, 7)],
])("does not trust a file that is %s, and heals it", (_, found) => {
  if (found) writeFileSync(join(root, "file"), found);
  const folder = new ServedFolder(root);
  expect(folder.keepIf("file", pin)).toBe(false);
  folder.put("file", content);
  expect(readFileSync(join(root, "file"))).toEqual(Buffer.from(content));
});
