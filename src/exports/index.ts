export type {
  BenchAgreement,
  BenchCold,
  BenchConditions,
  BenchDevice,
  BenchDrift,
  BenchModel,
  BenchReport,
  BenchStageStats,
  BenchStats,
  BenchWay,
  MeasuredWay,
  OpenVinoResults,
  OpenVinoSetup,
  RefusedWay,
} from "./bench-report.ts";
export { benchSchema } from "./bench-report.ts";
export { cocoDataset, cocoDetections, cocoKeypoints } from "./coco.ts";
export type { ExportFacts, ExportItem } from "./export-item.ts";
export { FileNames, safeFileName, splitName } from "./file-names.ts";
export { maskPng } from "./mask-png.ts";
export { resultsCsv } from "./results-csv.ts";
export { resultsJson, resultsSchema } from "./results-json.ts";
export { type ByteSink, type FileParts, inBytes, type ZipWriter, zipWriter } from "./zip-writer.ts";
