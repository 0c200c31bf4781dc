import { readFileSync } from "node:fs";
import { Builder, ByteBuffer } from "flatbuffers";
import {
  ModelMetadata,
  ModelMetadataT,
  NormalizationOptionsT,
  ProcessUnitOptions,
  ProcessUnitT,
  SubGraphMetadataT,
  TensorMetadataT,
} from "../src/model-kit/tflite/generated/tflite-metadata.ts";
import {
  BufferT,
  MetadataT,
  Model,
  Operator,
  type OperatorT,
} from "../src/model-kit/tflite/generated/tflite-model.ts";

/**
 * The weights that MediaPipe's own packages bring, with what its Tasks want to read beside them: how bytes
 * become input values, `(byte − mean) / std`.
 */
const peerModels = {
  "face.tflite": {
    file: "node_modules/@mediapipe/face_detection/face_detection_short_range.tflite",
    mean: 127.5,
    std: 127.5,
  },
  "selfie.tflite": {
    file: "node_modules/@mediapipe/selfie_segmentation/selfie_segmentation.tflite",
    mean: 0,
    std: 255,
  },
} as const;

/** A model of the peer by the name that its page asks for, or undefined. */
export function peerModel(name: string): Uint8Array | undefined {
  const wanted = Object.entries(peerModels).find(([each]) => each === name)?.[1];
  if (!wanted) return undefined;
  const model = Model.getRootAsModel(new ByteBuffer(readFileSync(wanted.file))).unpack();
  model.metadata.push(new MetadataT("TFLITE_METADATA", model.buffers.length));
  model.buffers.push(new BufferT([...metadata(wanted.mean, wanted.std)]));
  for (const graph of model.subgraphs) for (const operator of graph.operators) slim(operator);
  const builder = new Builder();
  Model.finishModelBuffer(builder, model.pack(builder));
  return builder.asUint8Array();
}

/** An empty list of custom options is refused by the runtime: what is empty is left out. */
function slim(operator: OperatorT): void {
  if (operator.customOptions.length > 0) return;
  operator.pack = (builder) => {
    const inputs = Operator.createInputsVector(builder, operator.inputs);
    const outputs = Operator.createOutputsVector(builder, operator.outputs);
    const options = builder.createObjectOffset(operator.builtinOptions);
    Operator.startOperator(builder);
    Operator.addOpcodeIndex(builder, operator.opcodeIndex);
    Operator.addInputs(builder, inputs);
    Operator.addOutputs(builder, outputs);
    Operator.addBuiltinOptionsType(builder, operator.builtinOptionsType);
    Operator.addBuiltinOptions(builder, options);
    return Operator.endOperator(builder);
  };
}

function metadata(mean: number, std: number): Uint8Array {
  const normalisation = new NormalizationOptionsT([mean], [std]);
  const unit = new ProcessUnitT(ProcessUnitOptions.NormalizationOptions, normalisation);
  const input = new TensorMetadataT("input");
  input.processUnits.push(unit);
  const graph = new SubGraphMetadataT("graph");
  graph.inputTensorMetadata.push(input);
  const root = new ModelMetadataT("model");
  root.subgraphMetadata.push(graph);
  const builder = new Builder();
  ModelMetadata.finishModelMetadataBuffer(builder, root.pack(builder));
  return builder.asUint8Array();
}
