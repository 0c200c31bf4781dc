/** Levels of a YOLO network: its anchors, width and height of each in input pixels, by stride. */
type Levels = Readonly<Record<number, readonly number[]>>;

/** YOLOv3 and v5, found in COCO (Redmon and Farhadi, arXiv 1804.02767). */
const v3: Levels = {
  8: [10, 13, 16, 30, 33, 23],
  16: [30, 61, 62, 45, 59, 119],
  32: [116, 90, 156, 198, 373, 326],
};
/** YOLOv4 (Bochkovskiy et al., arXiv 2004.10934). */
const v4: Levels = {
  8: [12, 16, 19, 36, 40, 28],
  16: [36, 75, 76, 55, 72, 146],
  32: [142, 110, 192, 243, 459, 401],
};
/** Tiny networks of both; the finer grid has the second to fourth of six anchors. */
const tiny: Levels = {
  16: [23, 27, 37, 58, 81, 82],
  32: [81, 82, 135, 169, 344, 319],
};
/** YOLOv5 of large inputs (https://github.com/ultralytics/yolov5, yolov5s6). */
const large: Levels = {
  8: [19, 27, 44, 40, 38, 94],
  16: [96, 68, 86, 152, 180, 137],
  32: [140, 301, 303, 264, 238, 542],
  64: [436, 615, 739, 380, 925, 792],
};
/** YOLOv2 (arXiv 1612.08242), for COCO and for VOC, and its tiny network for VOC: parts of cells there. */
const v2 = {
  coco: [0.57273, 0.677385, 1.87446, 2.06253, 3.33843, 5.47434, 7.88282, 3.52778, 9.77052, 9.16828],
  voc: [1.3221, 1.73145, 3.19275, 4.00944, 5.05587, 8.09892, 9.47112, 4.84053, 11.2364, 10.0071],
  tinyVoc: [1.08, 1.19, 3.42, 4.41, 6.63, 11.38, 9.42, 5.11, 16.62, 10.52],
} as const;
const v2Stride = 32;

/** Which network a file is by its name, as far as anchors go. */
function yoloOf(name: string, strides: readonly number[]): Levels {
  if (strides.includes(64)) return large;
  if (!strides.includes(8)) return tiny;
  // YOLOv7 took v4's.
  return /v[47]|csp|scaled/i.test(name) ? v4 : v3;
}

/**
 * The anchors of each level of a network, as published; files hold them seldom where one can tell.
 * @param name the file's, which may say which network it is
 * @param perCell how many anchors each cell has
 * @returns a list for each stride; undefined where no published network is like this
 */
export function publishedAnchors(
  name: string,
  strides: readonly number[],
  perCell: number,
  classes: number,
): readonly (readonly number[])[] | undefined {
  if (perCell === 5 && strides.length === 1 && strides[0] === v2Stride) {
    const parts = classes === 20 ? (/tiny/i.test(name) ? v2.tinyVoc : v2.voc) : v2.coco;
    return [parts.map((part) => part * v2Stride)];
  }
  const levels = yoloOf(name, strides);
  const found = strides.map((stride) => levels[stride] ?? []);
  return found.every((anchors) => anchors.length === 2 * perCell) ? found : undefined;
}
