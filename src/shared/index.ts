export type { Affine, Region } from "./affine.ts";
export { affineOf, invert, mapPoint, placeRegion } from "./affine.ts";
export { parseBroughtCard } from "./brought-card.ts";
export type { CardDecoder, DecoderId, DecoderParameters } from "./card-decoder.ts";
export { outputsOfDecoder, taskOfDecoder, withDecoder } from "./decoder-use.ts";
export { commonBytes, engineBytesOn } from "./engine-bytes.ts";
export type {
  Attempt,
  ErrorCode,
  ErrorDetails,
  ModelRefusal,
  PictureFault,
  PlainError,
  ReportFault,
  VideoRefusal,
} from "./errors.ts";
export { AppError, fromPlainError, isAbort, reasonOf, toPlainError } from "./errors.ts";
export type { ExtraFill, ExtraInput } from "./extra-input.ts";
export { extraTensors } from "./extra-input.ts";
export { fetchedAddressHeader, fetchedCache, fetchedNameHeader } from "./fetched-models.ts";
export type { FileFormat } from "./file-format.ts";
export { formatBytes, formatOf, pictureFormats } from "./file-format.ts";
export type { Box, Fit, Placement, Size } from "./geometry.ts";
export { centreOf, clipBox, overlap, place, placeInView, unplaceBox } from "./geometry.ts";
export type {
  GoldenExpectation,
  GoldenOutput,
  GoldenVerdict,
  OutputTolerance,
  Tolerance,
} from "./golden.ts";
export { compareWithGolden, parseGoldenExpectation } from "./golden.ts";
export { isMetered, type NetworkInformation } from "./metered.ts";
export type {
  Golden,
  InputSpec,
  ModelCard,
  ModelFormat,
  PinnedFile,
  ProvedCard,
  ScoreFunction,
  Variant,
} from "./model-card.ts";
export { computesInHalves, downloadBytes, filesOf, parseCard, toleranceOf } from "./model-card.ts";
export type { Backend, BackendReport, DeviceNeed, EngineId } from "./names.ts";
export { deviceNeeds } from "./names.ts";
export type {
  NetworkCounts,
  NetworkFacts,
  Refusal,
  ServiceWorkerMessage,
  TimedRequest,
} from "./network-counts.ts";
export {
  addCounts,
  countRequests,
  isForeign,
  networkChannel,
  noCounts,
  refusalCounts,
  refusalsKept,
  violationRefusal,
} from "./network-counts.ts";
export { isCutOff } from "./picture-end.ts";
export type { PictureHeader } from "./picture-header.ts";
export { readPictureHeader } from "./picture-header.ts";
export {
  receivedCache,
  receivedNameHeader,
  receivedTimeHeader,
  shareTarget,
} from "./received-files.ts";
export {
  connectHeaders,
  connectPage,
  connectPolicy,
  contentSecurityPolicy,
  headersOf,
  securityHeaders,
} from "./security-headers.ts";
export type { CpuTensor, DType, TensorData, TensorSpec } from "./tensor.ts";
export { elementCount, emptyValues } from "./tensor.ts";
