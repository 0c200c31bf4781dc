import type { ReportFault } from "#shared";

/** Why a file is no report to compare with, in English. */
export const reportFaultText: Readonly<
  Record<ReportFault, (file: string, path: string) => string>
> = {
  "too-large": (file) => `${file} is larger than any report of a benchmark.`,
  "not-json": (file) => `${file} is not JSON. Choose the file that the other device saved.`,
  "another-kind": (file) => `${file} is JSON of something else, not a report of this benchmark.`,
  newer: (file) => `${file} was written by a newer Localens. Update this page, then compare again.`,
  damaged: (file, path) =>
    `${file} is damaged: ${path} is missing or cannot be. Save it once more on the other device.`,
};
