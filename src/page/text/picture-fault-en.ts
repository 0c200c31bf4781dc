import type { FileFormat, PictureFault } from "#shared";

/** What a file is, as a person says it. */
export const formatName: Readonly<Record<FileFormat, string>> = {
  jpeg: "a JPEG picture",
  png: "a PNG picture",
  gif: "a GIF picture",
  webp: "a WebP picture",
  bmp: "a BMP picture",
  avif: "an AVIF picture",
  ico: "an icon",
  jxl: "a JPEG XL picture",
  heic: "a HEIC picture",
  tiff: "a TIFF picture",
  psd: "a Photoshop picture",
  svg: "an SVG drawing",
  html: "a web page",
  xml: "an XML text",
  pdf: "a PDF",
  zip: "a ZIP",
  gzip: "a compressed archive",
  mp4: "a video",
  webm: "a video",
  avi: "a video",
  sound: "a sound",
  text: "a text",
  empty: "empty",
  unknown: "of an unknown kind",
};

/** Why a picture was not looked at, and what helps. */
export const pictureFaultText: Readonly<
  Record<PictureFault, (file: string, is: FileFormat) => string>
> = {
  empty: (file) => `${file} is empty: there is nothing in the file.`,
  "not-a-picture": (file, is) => `${file} is ${formatName[is]}, not a picture.`,
  mislabelled: (file, is) =>
    `${file} is ${formatName[is]}, but its name says otherwise. Rename it and choose it again.`,
  unsupported: (file, is) =>
    `${file} is ${formatName[is]}, which this browser does not open. Save it as JPEG or PNG and choose that.`,
  "cut-off": (file, is) =>
    `${file} is ${formatName[is]} that ends too early. Copy or download it again.`,
  broken: (file, is) => `${file} is ${formatName[is]} with damage inside and cannot be opened.`,
  "too-large": (file) =>
    `${file} has more pixels than this device has memory for. Save it smaller and choose that.`,
  gone: (file) => `${file} was moved, changed or deleted after you chose it. Choose it again.`,
};
