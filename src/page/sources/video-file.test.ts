import { describe, expect, it } from "vitest";
import { videoAmong } from "./video-file.ts";

const file = (name: string, type: string): File => new File([], name, { type });
const picture = file("a.png", "image/png");
const video = file("b.mp4", "video/mp4");

describe("videoAmong", () => {
  it.each([
    ["a video", [video], video.name],
    ["the first of several videos", [file("notes.txt", "text/plain"), video], video.name],
    ["a video that the system gives no type", [file("C.MKV", "")], "C.MKV"],
    ["pictures, also beside a video", [video, picture], undefined],
    ["a picture that the system gives no type", [file("d.heic", "")], undefined],
    ["nothing", [], undefined],
  ] as const)("answers for %s", (_words, files, name) => {
    expect(videoAmong(files)?.name).toBe(name);
  });
});
