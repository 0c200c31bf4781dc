export { type TfjsSource, tfjsToOnnx, tfjsToTflite } from "./convert/convert-tfjs.ts";
export { examineModel } from "./examine-model.ts";
export { readLabels } from "./labels.ts";
export { graphOfLayers } from "./layers/graph-of-layers.ts";
export { openModelFiles } from "./open/open-model-files.ts";
export { unpack } from "./open/unpack.ts";
export { proposeUse } from "./propose/propose-use.ts";
export { quantizeWeights } from "./quantize/quantize-weights.ts";
export { repairModel } from "./repair/repair-model.ts";
export type {
  Advice,
  AdviceCode,
  Affine8,
  DecoderId,
  DecoderParameters,
  ElementType,
  EngineSupport,
  ExternalFile,
  FixedSize,
  FoundLabels,
  LabelSource,
  MemoryReport,
  ModelFile,
  ModelProposal,
  ModelReport,
  OpenedModel,
  OperatorReport,
  PortReport,
  ProposalReason,
  ProposedDecoder,
  ProposedFit,
  ProposedInput,
  QuantizationKind,
  RepairedModel,
  RepairId,
  Shape,
  SupportReason,
  WeightReport,
} from "./report.ts";
export { supportOf } from "./support/support-of.ts";
export { readTfjsJson } from "./tfjs/read-json.ts";
