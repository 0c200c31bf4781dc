import { Builder } from "flatbuffers";
import {
  Buffer,
  BuiltinOperator,
  type BuiltinOptions,
  Model,
  Operator,
  OperatorCode,
  SubGraph,
  Tensor,
  type TensorType,
} from "../tflite/generated/tflite-model.ts";

/** A tensor of a TFLite file; `data` where it is known before the graph runs. */
export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: TensorType;
  readonly data?: Uint8Array;
}

/** An operator of a TFLite file; tensors by their position. */
export interface TfliteOperator {
  readonly code: BuiltinOperator;
  readonly version: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options?: {
    readonly type: BuiltinOptions;
    readonly table: { pack(builder: Builder): number };
  };
}

/** The content of a TFLite file with one subgraph. */
export interface TfliteFile {
  readonly description: string;
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Where readers map weights into memory they want them to start at multiples of this. */
const dataAlignment = 16;

/** Writes a TFLite file, schema version 3; the same content gives the same bytes. */
export function writeTfliteFile(file: TfliteFile): Uint8Array {
  const { tensors, operators } = file;
  const dataBytes = tensors.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  const builder = new Builder(dataBytes + 2 ** 16);
  const codes: TfliteOperator[] = [];
  const codeOf = ({ code, version }: TfliteOperator): number =>
    codes.findIndex((known) => known.code === code && known.version === version);
  for (const operator of operators) if (codeOf(operator) < 0) codes.push(operator);

  // The first buffer is empty by definition and shared by all that is computed.
  const buffers = [writeBuffer(builder, undefined)];
  const tensorAt = tensors.map((tensor) => {
    if (tensor.data) buffers.push(writeBuffer(builder, tensor.data));
    return writeTensor(builder, tensor, tensor.data ? buffers.length - 1 : 0);
  });
  const operatorAt = operators.map((operator) =>
    writeOperator(builder, operator, codeOf(operator)),
  );

  const tensorList = SubGraph.createTensorsVector(builder, tensorAt);
  const inputList = SubGraph.createInputsVector(builder, [...file.inputs]);
  const outputList = SubGraph.createOutputsVector(builder, [...file.outputs]);
  const operatorList = SubGraph.createOperatorsVector(builder, operatorAt);
  const name = builder.createString("main");
  const subgraph = SubGraph.createSubGraph(
    builder,
    tensorList,
    inputList,
    outputList,
    operatorList,
    name,
  );

  const codeList = Model.createOperatorCodesVector(
    builder,
    codes.map((operator) => writeCode(builder, operator)),
  );
  const subgraphList = Model.createSubgraphsVector(builder, [subgraph]);
  const bufferList = Model.createBuffersVector(builder, buffers);
  const description = builder.createString(file.description);
  Model.startModel(builder);
  Model.addVersion(builder, 3);
  Model.addOperatorCodes(builder, codeList);
  Model.addSubgraphs(builder, subgraphList);
  Model.addDescription(builder, description);
  Model.addBuffers(builder, bufferList);
  Model.finishModelBuffer(builder, Model.endModel(builder));
  return builder.asUint8Array().slice();
}

function writeBuffer(builder: Builder, data: Uint8Array | undefined): number {
  let vector: number | undefined;
  if (data) {
    builder.prep(dataAlignment, data.length);
    vector = builder.createByteVector(data);
  }
  Buffer.startBuffer(builder);
  if (vector !== undefined) Buffer.addData(builder, vector);
  return Buffer.endBuffer(builder);
}

function writeTensor(
  builder: Builder,
  { name, shape, type }: TfliteTensor,
  buffer: number,
): number {
  const nameAt = builder.createString(name);
  const shapeAt = Tensor.createShapeVector(builder, [...shape]);
  Tensor.startTensor(builder);
  Tensor.addShape(builder, shapeAt);
  Tensor.addType(builder, type);
  Tensor.addBuffer(builder, buffer);
  Tensor.addName(builder, nameAt);
  // Tells a single number from a tensor of unknown rank, which has no dimensions either.
  Tensor.addHasRank(builder, true);
  return Tensor.endTensor(builder);
}

function writeOperator(
  builder: Builder,
  { inputs, outputs, options }: TfliteOperator,
  code: number,
): number {
  const optionsAt = options?.table.pack(builder);
  const inputsAt = Operator.createInputsVector(builder, [...inputs]);
  const outputsAt = Operator.createOutputsVector(builder, [...outputs]);
  Operator.startOperator(builder);
  Operator.addOpcodeIndex(builder, code);
  Operator.addInputs(builder, inputsAt);
  Operator.addOutputs(builder, outputsAt);
  if (options && optionsAt !== undefined) {
    Operator.addBuiltinOptionsType(builder, options.type);
    Operator.addBuiltinOptions(builder, optionsAt);
  }
  return Operator.endOperator(builder);
}

function writeCode(builder: Builder, { code, version }: TfliteOperator): number {
  OperatorCode.startOperatorCode(builder);
  // Readers from before the wide field look only here.
  OperatorCode.addDeprecatedBuiltinCode(
    builder,
    Math.min(code, BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES),
  );
  OperatorCode.addVersion(builder, version);
  OperatorCode.addBuiltinCode(builder, code);
  return OperatorCode.endOperatorCode(builder);
}
