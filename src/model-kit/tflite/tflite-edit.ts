import { Builder } from "flatbuffers";
import { refuse } from "../refuse.ts";
import type { OpenedModel } from "../report.ts";
import {
  Buffer,
  BufferT,
  type BuiltinOperator,
  BuiltinOptions,
  Model,
  ModelT,
  Operator,
  OperatorCodeT,
  OperatorT,
  type SubGraphT,
  TensorT,
  TensorType,
} from "./generated/tflite-model.ts";
import { readMetadata } from "./read-metadata.ts";
import { readTflite, type TfliteFile } from "./read-tflite.ts";

/** Where readers map weights into memory they want them to start at multiples of this. */
const dataAlignment = 16;

/** A buffer that is written as it is, without becoming a list of numbers on the way. */
class HeldBuffer extends BufferT {
  readonly #bytes: Uint8Array | null;

  constructor(bytes: Uint8Array | null) {
    super([], 0n, 0n);
    this.#bytes = bytes;
  }

  override pack(builder: Builder): number {
    let vector = 0;
    if (this.#bytes !== null && this.#bytes.length > 0) {
      builder.prep(dataAlignment, this.#bytes.length);
      vector = builder.createByteVector(this.#bytes);
    }
    Buffer.startBuffer(builder);
    if (vector !== 0) Buffer.addData(builder, vector);
    return Buffer.endBuffer(builder);
  }
}

/** An operator that is written without lists that it does not have: LiteRT complains of empty options. */
class PlainOperator extends OperatorT {
  override pack(builder: Builder): number {
    const inputs = Operator.createInputsVector(builder, this.inputs);
    const outputs = Operator.createOutputsVector(builder, this.outputs);
    const options = builder.createObjectOffset(this.builtinOptions);
    const custom =
      this.customOptions.length > 0
        ? Operator.createCustomOptionsVector(builder, this.customOptions)
        : null;
    const mutating =
      this.mutatingVariableInputs.length > 0
        ? Operator.createMutatingVariableInputsVector(builder, this.mutatingVariableInputs)
        : null;
    const intermediates =
      this.intermediates.length > 0
        ? Operator.createIntermediatesVector(builder, this.intermediates)
        : null;
    Operator.startOperator(builder);
    Operator.addOpcodeIndex(builder, this.opcodeIndex);
    Operator.addInputs(builder, inputs);
    Operator.addOutputs(builder, outputs);
    Operator.addBuiltinOptionsType(builder, this.builtinOptionsType);
    Operator.addBuiltinOptions(builder, options);
    if (custom !== null) Operator.addCustomOptions(builder, custom);
    Operator.addCustomOptionsFormat(builder, this.customOptionsFormat);
    if (mutating !== null) Operator.addMutatingVariableInputs(builder, mutating);
    if (intermediates !== null) Operator.addIntermediates(builder, intermediates);
    return Operator.endOperator(builder);
  }
}

/** A TFLite file being changed, through the objects that the schema's compiler generates. */
export class TfliteEdit {
  readonly name: string;
  readonly #opened: OpenedModel;
  readonly #file: TfliteFile;
  readonly #model: ModelT;
  /** The graph that is the model. */
  readonly main: SubGraphT;

  /** @throws AppError `model-refused`: also `cannot-repair`, where rewriting would lose something */
  constructor(opened: OpenedModel) {
    this.#opened = opened;
    this.#file = readTflite(opened);
    this.name = this.#file.name;
    this.#model = unpack(this.#file);
    const [main] = this.#model.subgraphs;
    this.main = main ?? refuse("malformed", this.name, "there is no graph");
  }

  /** Adds a float32 tensor of another's shape; its number. */
  addFloatTensor(name: string, like: TensorT): number {
    const tensor = new TensorT([...like.shape], TensorType.FLOAT32, 0, name);
    tensor.shapeSignature = [...like.shapeSignature];
    tensor.hasRank = like.hasRank;
    this.main.tensors.push(tensor);
    return this.main.tensors.length - 1;
  }

  /** Adds an operator without options before or after all others. */
  addOperator(code: BuiltinOperator, input: number, output: number, place: "first" | "last"): void {
    const operator = new PlainOperator(this.#codeOf(code), [input], [output]);
    if (place === "first") this.main.operators.unshift(operator);
    else this.main.operators.push(operator);
  }

  /** Lets the signatures of the file name another tensor. */
  renamePort(side: "inputs" | "outputs", from: number, to: number): void {
    for (const signature of this.#model.signatureDefs) {
      if (signature.subgraphIndex !== 0) continue;
      for (const port of signature[side]) if (port.tensorIndex === from) port.tensorIndex = to;
    }
  }

  /** The changed model. Labels zipped behind the tables, which are not rewritten, go on as labels of the model. */
  finish(): OpenedModel {
    const builder = new Builder(this.#file.bytes.length + 65_536);
    Model.finishModelBuffer(builder, this.#model.pack(builder));
    const bytes = builder.asUint8Array().slice();
    const found = readMetadata(this.#file).foundLabels[0];
    const labels =
      this.#opened.labels === undefined && found
        ? { labels: found.labels, labelsFile: found.from }
        : {};
    const name = this.#opened.files[0]?.name ?? "model.tflite";
    return { ...this.#opened, ...labels, files: [{ name, bytes }] };
  }

  #codeOf(code: BuiltinOperator): number {
    const { operatorCodes } = this.#model;
    const known = operatorCodes.findIndex(
      (one) => Math.max(one.builtinCode, one.deprecatedBuiltinCode) === code,
    );
    if (known >= 0) return known;
    operatorCodes.push(new OperatorCodeT(Math.min(code, 127), null, 1, code));
    return operatorCodes.length - 1;
  }
}

function unpack({ model, name }: TfliteFile): ModelT {
  const listOf = <T>(length: number, at: (index: number) => T | null | undefined): T[] =>
    Array.from(
      { length },
      (_, index) => at(index) ?? refuse("malformed", name, `entry ${index} is missing`),
    );
  const subgraphs = listOf(model.subgraphsLength(), (index) => model.subgraphs(index)?.unpack());
  for (const graph of subgraphs) {
    graph.operators = graph.operators.map((one) => Object.assign(new PlainOperator(), one));
  }
  for (const operator of subgraphs.flatMap(({ operators }) => operators)) {
    const lost = operator.builtinOptions === null && operator.builtinOptionsType !== 0;
    if (lost && BuiltinOptions[operator.builtinOptionsType] === undefined) {
      refuse("cannot-repair", name, `options ${operator.builtinOptionsType} would be lost`);
    }
    if (operator.largeCustomOptionsSize > 0n) {
      refuse("cannot-repair", name, "options outside of the tables would be lost");
    }
  }
  return new ModelT(
    model.version(),
    listOf(model.operatorCodesLength(), (index) => model.operatorCodes(index)?.unpack()),
    subgraphs,
    model.description(),
    listOf(
      model.buffersLength(),
      (index) => new HeldBuffer(model.buffers(index)?.dataArray() ?? null),
    ),
    listOf(model.metadataBufferLength(), (index) => model.metadataBuffer(index)),
    listOf(model.metadataLength(), (index) => model.metadata(index)?.unpack()),
    listOf(model.signatureDefsLength(), (index) => model.signatureDefs(index)?.unpack()),
  );
}
