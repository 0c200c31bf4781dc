/**
 * How three channels of a frame become red, green and blue, bytes 0 … 255: for each of them
 * `[first, second, third, constant]`, so that `red = first · channel0 + second · channel1 + …`.
 */
export type ColourMatrix = readonly [Row, Row, Row];
type Row = readonly [first: number, second: number, third: number, constant: number];

/** Channels that are red, green and blue already. */
export const plainColours: ColourMatrix = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
];

/** Weights of red and blue in luma: ITU-R BT.601-7 and BT.709-6, section 3. */
const weights = { bt601: [0.299, 0.114], bt709: [0.2126, 0.0722] } as const;

/** Colours that look the same on every screen of today, whichever of these a camera names. */
const plainTransfers: ReadonlySet<unknown> = new Set([
  null,
  "bt709",
  "smpte170m",
  "iec61966-2-1",
] satisfies unknown[]);

/**
 * The matrix from Y, U and V to red, green and blue, by the frame's own word; a camera that says nothing
 * means BT.601 in limited range, as browsers take it. Undefined for colours beyond those of common screens.
 */
export function yuvColours(space: VideoColorSpaceInit): ColourMatrix | undefined {
  const { matrix, transfer, primaries } = space;
  if (!plainTransfers.has(transfer ?? null)) return undefined;
  if (!["bt709", "smpte170m", null].includes(primaries ?? null)) return undefined;
  if (!["bt709", "smpte170m", "bt470bg", null].includes(matrix ?? null)) return undefined;
  const [red, blue] = weights[matrix === "bt709" ? "bt709" : "bt601"];
  const green = 1 - red - blue;
  const [black, luma, chroma] = space.fullRange ? [0, 1, 1] : [16, 255 / 219, 255 / 224];
  const redOfV = 2 * (1 - red) * chroma;
  const blueOfU = 2 * (1 - blue) * chroma;
  const greenOfU = (-blueOfU * blue) / green;
  const greenOfV = (-redOfV * red) / green;
  const row = (ofU: number, ofV: number): Row => [
    luma,
    ofU,
    ofV,
    -luma * black - 128 * (ofU + ofV),
  ];
  return [row(0, redOfV), row(greenOfU, greenOfV), row(blueOfU, 0)];
}
