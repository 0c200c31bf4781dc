import { describe, expect, it } from "vitest";
import { detailAt } from "./detail-at.ts";
import { localVoice } from "./local-voice.ts";
import type { ReadLine, ReadResult } from "./task.ts";
import { plainText, spoken, words } from "./words.ts";

function line(text: string, x = 10, y = 10, width = 100, height = 20): ReadLine {
  const quad = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ] as const;
  return { text, score: 0.914, quad };
}

function result(...lines: readonly ReadLine[]): ReadResult {
  return { task: "read", frame: { width: 640, height: 480, timestampMs: 0 }, lines };
}

describe("a result in words", () => {
  it.each([
    ["nothing", result(), "", ""],
    ["one line", result(line("Bakery")), "1 line: Bakery", "1 line. Bakery"],
    [
      "lines",
      result(line("Bakery"), line("Open 7 to 18")),
      "2 lines: Bakery · Open 7 to 18",
      "2 lines. Bakery. Open 7 to 18",
    ],
  ])("tells %s", (_, found, written, said) => {
    expect(words(found)).toBe(written);
    expect(spoken(found)).toBe(said);
  });

  it("cuts what is too long for one line, never within a character", () => {
    const long = words(result(line("𠮷".repeat(100))));
    expect([...long]).toHaveLength("1 line: ".length + 60);
    expect(long.endsWith("𠮷…")).toBe(true);
  });

  it("copies as one line below the other", () => {
    expect(plainText(result(line("a"), line("b")))).toBe("a\nb");
  });
});

describe("the details at a point", () => {
  const small = line("small", 30, 12, 20, 10);
  const found = result(line("wide"), small);

  it.each([
    [35, 15, "small"],
    [90, 15, "wide"],
    [90, 40, undefined],
    [0, 0, undefined],
  ])("at %d, %d", (x, y, title) => {
    expect(detailAt(found, x, y)?.title).toBe(title);
  });

  it("are score, place, size and turn", () => {
    const quad = [
      [100, 100],
      [100, 200],
      [80, 200],
      [80, 100],
    ] as const;
    expect(detailAt(result({ text: "spine", score: 0.5, quad }), 90, 150)?.rows).toEqual([
      { name: "Score", value: "50%" },
      { name: "Top left", value: "100, 100 px" },
      { name: "Size", value: "100 × 20 px" },
      { name: "Turned by", value: "90°" },
    ]);
  });
});

describe("the voice", () => {
  const voice = (lang: string, localService: boolean, isDefault = false) => ({
    lang,
    localService,
    default: isDefault,
  });
  const [remote, english, british, chinese] = [
    voice("en-US", false, true),
    voice("en-US", true),
    voice("en-GB", true, true),
    voice("zh-CN", true),
  ];

  it.each([
    ["none where none is local", [remote], "Bakery", undefined],
    ["a local one before a default one that is not", [remote, english], "Bakery", english],
    ["the default of the local ones", [remote, english, british], "Bakery", british],
    ["one for Chinese", [english, chinese], "今日 Bakery", chinese],
    ["none that would not know the script", [english], "今日", undefined],
  ])("is %s", (_, voices, text, chosen) => {
    expect(localVoice(voices, text)).toBe(chosen);
  });
});
