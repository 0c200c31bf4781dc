/** A colour for lines, and the text colour that reads on a chip of it. */
export interface OverlayColour {
  readonly line: string;
  readonly text: "#000000" | "#ffffff";
}

/**
 * The set of Okabe and Ito ("Color Universal Design", 2008), which people with any colour vision tell
 * apart, without its black, which is the halo of the lines, and with its blue lightened to stand out
 * from that; then the same hues lighter and darker.
 */
const lines = [
  "#e69f00",
  "#56b4e9",
  "#009e73",
  "#f0e442",
  "#d55e00",
  "#cc79a7",
  "#2f8fd0",
  "#ffd27a",
  "#b0def7",
  "#5fd6b1",
  "#fff7a8",
  "#ff9d5c",
  "#eab5d1",
  "#8cc4f0",
  "#a87400",
  "#007a59",
  "#b3a800",
  "#a84a00",
  "#9c4f7b",
] as const;

/** Relative luminance of `#rrggbb`, 0 … 1 (WCAG 2.2). */
export function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// Black reads better than white from a luminance of 0.179 on: (L + 0.05) / 0.05 > 1.05 / (L + 0.05).
const colours: readonly OverlayColour[] = lines.map((line) => ({
  line,
  text: luminance(line) > 0.179 ? "#000000" : "#ffffff",
}));

const first: OverlayColour = { line: "#e69f00", text: "#000000" };

/** The fixed overlay colour of a class, or of a track: the same number always has the same. */
export function overlayColour(number: number): OverlayColour {
  return colours[Math.abs(Math.trunc(number)) % colours.length] ?? first;
}
