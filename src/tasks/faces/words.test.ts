import { expect, it } from "vitest";
import type { Face, FacesResult } from "#tasks";
import { detailAt } from "./detail-at.ts";
import { spoken, words } from "./words.ts";

const face: Face = { score: 0.876, box: [10.4, 20, 100, 120], trackId: 3 };

function result(faces: readonly Face[], hides = false): FacesResult {
  const frame = { width: 640, height: 480, timestampMs: 0 };
  return { task: "faces", frame, faces, ...(hides && { hidden: [] }) };
}

it.each([
  ["nothing", [], "", ""],
  ["one face", [face], "1 face", "1 face"],
  ["two faces", [face, face], "2 faces", "2 faces"],
])("says %s", (_, faces, line, sentence) => {
  expect(words(result(faces))).toBe(line);
  expect(spoken(result(faces))).toBe(sentence);
});

it("says aloud that faces are hidden", () => {
  expect(spoken(result([face, face], true))).toBe("2 faces, hidden");
});

it("tells about the smallest face at a point", () => {
  const small: Face = { score: 0.5, box: [40, 40, 20, 20] };
  const both = result([face, small]);
  expect(detailAt(both, 50, 50)?.rows[2]).toEqual({ name: "Size", value: "20 × 20 px" });
  expect(detailAt(both, 20, 30)).toEqual({
    title: "Face",
    rows: [
      { name: "Score", value: "88%" },
      { name: "Top left", value: "10, 20 px" },
      { name: "Size", value: "100 × 120 px" },
      { name: "Number", value: "3" },
    ],
  });
  expect(detailAt(both, 500, 400)).toBe(undefined);
});
