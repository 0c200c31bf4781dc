import { describe, expect, it } from "vitest";
import { yuvColours } from "./frame-colours.ts";

/** Red, green and blue of Y, U and V, to whole bytes. */
function coloursOf(space: VideoColorSpaceInit, yuv: readonly [number, number, number]): number[] {
  const matrix = yuvColours(space) ?? [];
  return matrix.map(([first, second, third, constant]) =>
    Math.round(first * yuv[0] + second * yuv[1] + third * yuv[2] + constant),
  );
}

describe("the colours of a frame", () => {
  it.each<[string, VideoColorSpaceInit, [number, number, number], [number, number, number]]>([
    // Pure red of ITU-R BT.601 and BT.709, and the ends of the grey scale.
    ["BT.601", { matrix: "smpte170m" }, [81, 90, 240], [254, 0, 0]],
    ["BT.709", { matrix: "bt709" }, [63, 102, 240], [255, 1, 0]],
    ["nothing said", {}, [81, 90, 240], [254, 0, 0]],
    ["black, limited range", {}, [16, 128, 128], [0, 0, 0]],
    ["white, limited range", {}, [235, 128, 128], [255, 255, 255]],
    ["black, full range", { fullRange: true }, [0, 128, 128], [0, 0, 0]],
    ["white, full range", { fullRange: true }, [255, 128, 128], [255, 255, 255]],
    ["BT.601, full range", { fullRange: true }, [76, 85, 255], [254, 0, 0]],
  ])("are right: %s", (_, space, yuv, rgb) => {
    const found = coloursOf(space, yuv);
    const apart = found.map((value, index) => Math.abs(value - (rgb[index] ?? Number.NaN)));
    expect(Math.max(...apart), String(found)).toBeLessThanOrEqual(1);
  });

  it.each<[string, VideoColorSpaceInit]>([
    ["PQ", { transfer: "pq" as VideoTransferCharacteristics }],
    ["HLG", { transfer: "hlg" as VideoTransferCharacteristics }],
    ["wide primaries", { primaries: "bt2020" as VideoColorPrimaries }],
    ["another matrix", { matrix: "bt2020-ncl" as VideoMatrixCoefficients }],
  ])("are not guessed: %s", (_, space) => {
    expect(yuvColours(space)).toBeUndefined();
  });
});
