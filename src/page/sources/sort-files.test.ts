import { describe, expect, it } from "vitest";
import { sortChosen, sortFolder } from "./sort-files.ts";

const file = (name: string, type = ""): File => new File(["x"], name, { type });

describe("sortChosen", () => {
  it.each([
    ["holiday.jpg", "image/jpeg", "picture"],
    ["clip.mp4", "video/mp4", "video"],
    ["clip.MKV", "", "video"],
    // What it really is, its bytes tell.
    ["notes.txt", "text/plain", "picture"],
    ["unnamed", "", "picture"],
    ["picture.mp4", "image/png", "picture"],
  ])("takes %s (%s) as a %s", (name, type, kind) => {
    expect(sortChosen([file(name, type)]).map((sorted) => sorted.kind)).toEqual([kind]);
  });
});

describe("sortFolder", () => {
  it("orders by numbers in names and leaves out what is neither picture nor video", () => {
    const { sorted, leftOut } = sortFolder([
      file("img10.jpg", "image/jpeg"),
      file("img9.jpg", "image/jpeg"),
      file("img9.aae"),
      file(".DS_Store"),
      file("._img9.jpg", "image/jpeg"),
      file("notes.txt", "text/plain"),
      file("scan.heic"),
      file("film.mov", "video/quicktime"),
    ]);
    expect(sorted.map(({ file: { name }, kind }) => `${name} ${kind}`)).toEqual([
      "film.mov video",
      "img9.jpg picture",
      "img10.jpg picture",
      "scan.heic picture",
    ]);
    expect(leftOut).toBe(4);
  });
});
