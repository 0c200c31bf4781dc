import type { Looks } from "./head.ts";

/** Long brown hair, a green jumper. */
export const ADA: Looks = {
  skin: "226 172 140",
  skinLight: "250 214 186",
  skinShade: "158 98 74",
  blush: "222 120 100",
  lips: "176 78 76",
  iris: "86 64 40",
  brow: "70 42 30",
  hair: { cut: "long", colour: "78 44 32", light: "160 98 66" },
  top: "43 134 128",
  topShade: "18 74 78",
};

/** Black curls, a yellow jumper. */
export const NOOR: Looks = {
  skin: "150 98 68",
  skinLight: "196 142 106",
  skinShade: "88 50 34",
  blush: "170 84 60",
  lips: "120 56 52",
  iris: "48 28 18",
  brow: "26 16 14",
  hair: { cut: "curly", colour: "34 24 24", light: "92 68 62" },
  top: "224 161 40",
  topShade: "142 92 20",
};

/** Short hair, glasses, a beard, a blue jumper. */
export const TOMAS: Looks = {
  skin: "234 186 156",
  skinLight: "252 224 202",
  skinShade: "166 108 84",
  blush: "226 130 110",
  lips: "178 96 88",
  iris: "70 96 110",
  brow: "92 66 44",
  hair: { cut: "short", colour: "96 72 50", light: "176 142 104" },
  top: "58 98 150",
  topShade: "28 52 92",
  glasses: "40 44 56",
  beard: "112 82 58",
};
