import { describe, expect, it } from "vitest";
import { FileNames, safeFileName, splitName } from "./file-names.ts";

describe("safeFileName", () => {
  it.each([
    ["photo.jpg", "photo.jpg"],
    ["../../etc/passwd", "_.._etc_passwd"],
    ["C:\\Users\\me\\a.png", "C__Users_me_a.png"],
    ["a\u0000b\u001f.png", "ab.png"],
    // Shown as photo_gpj.exe: the characters that turn the reading direction are left out.
    ["photo_\u202egpj.exe", "photo_gpj.exe"],
    [".hidden", "hidden"],
    ["...", "file"],
    ["", "file"],
    ["  spaced .png. ", "spaced.png"],
    ["CON", "_CON"],
    ["nul.txt", "_nul.txt"],
    ["什么?.jpg", "什么_.jpg"],
    ["e\u0301.jpg", "é.jpg"],
  ])("makes %j %j", (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it("cuts long names before their ending, and no character in half", () => {
    const safe = safeFileName(`${"🐈".repeat(300)}.jpeg`);
    expect([...safe]).toHaveLength(120);
    expect(safe).toMatch(/^(🐈)+\.jpeg$/u);
  });
});

describe("splitName", () => {
  it.each([
    ["a.jpg", "a", ".jpg"],
    ["a.tar.gz", "a.tar", ".gz"],
    ["a", "a", ""],
    [".jpg", ".jpg", ""],
    ["a. b", "a. b", ""],
  ])("splits %j", (name, stem, ending) => {
    expect(splitName(name)).toEqual({ stem, ending });
  });
});

describe("FileNames", () => {
  it("gives each file a name of its own, whatever its case", () => {
    const names = new FileNames();
    const given = ["a.jpg", "A.JPG", "a.jpg", "a (2).jpg", "a/b", "a\\b"].map((name) =>
      names.take(name),
    );
    expect(given).toEqual(["a.jpg", "A (2).JPG", "a (3).jpg", "a (2) (2).jpg", "a_b", "a_b (2)"]);
  });
});
