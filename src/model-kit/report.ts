import type { Backend, CardDecoder, EngineId, ExtraInput, ModelFormat } from "#shared";

export type { DecoderId, DecoderParameters } from "#shared";

/** One file of a model, as it was dropped, picked, unpacked or fetched. */
export interface ModelFile {
  /** Its path with `/`, relative to the model's own folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A model whose files are all known and told apart; nothing of its graph has been read. */
export interface OpenedModel {
  readonly format: ModelFormat;
  /** The file without its ending, for want of a better title. */
  readonly title: string;
  /** The graph first (`.onnx`, `.tflite`, `model.json`), then external data or shards. */
  readonly files: readonly ModelFile[];
  /** From a `labels.txt` or labels JSON that came with the model. */
  readonly labels?: readonly string[];
  /** The file that the labels came from. */
  readonly labelsFile?: string;
}

/** Element types that occur in model files. */
export type ElementType =
  | "float32"
  | "float16"
  | "bfloat16"
  | "float64"
  | "float8"
  | "float4"
  | "int2"
  | "int4"
  | "uint4"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "bool"
  | "string"
  | "complex64"
  | "complex128"
  | "resource"
  | "unknown";

/** A shape as a file states it or as it was inferred; `null` where a dimension is dynamic. */
export type Shape = readonly (number | null)[];

/** `real = scale × (stored − zeroPoint)`, for the whole tensor. */
export interface Affine8 {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** A graph input or output. */
export interface PortReport {
  readonly name: string;
  /** `null` where not even the rank is known. */
  readonly shape: Shape | null;
  /** Names of dynamic dimensions (`batch`), `null` where a dimension has none. */
  readonly symbols: readonly (string | null)[];
  readonly dtype: ElementType;
  readonly quantization?: Affine8;
  /** Of outputs with open sizes: the shape that follows where those are chosen, as far as it can be followed. */
  readonly followedShape?: Shape;
}

/** An operator and how often the graph uses it, subgraphs included. */
export interface OperatorReport {
  /** As its format calls it: `Conv`, `CONV_2D`, `_FusedConv2D`; a layers model: the class name. */
  readonly name: string;
  /** ONNX: the domain, empty for ai.onnx. */
  readonly domain: string;
  readonly count: number;
  /** Not of the format's own operator set. */
  readonly custom: boolean;
  /** TFLite: the version asked for; ONNX: the opset of its domain. */
  readonly version: number;
  /** Element types of the inputs that the graph gives it, where they are known. */
  readonly dtypes: readonly ElementType[];
}

/** Weights of one element type. */
export interface WeightReport {
  readonly dtype: ElementType;
  readonly tensors: number;
  readonly elements: number;
  readonly bytes: number;
}

/**
 * What was quantized: nothing; activations at run time (`ConvInteger`, `MatMulInteger`,
 * `DynamicQuantizeLinear`; TFLite hybrid kernels); weights and activations with fixed scales
 * (QDQ, QLinear…, TFLite int8/uint8); float16 throughout; only the stored weights.
 */
export type QuantizationKind = "none" | "dynamic-int8" | "static-int8" | "float16" | "weights-only";

/** A file beside the graph that holds weights. */
export interface ExternalFile {
  readonly name: string;
  /** Bytes of it that the graph needs. */
  readonly neededBytes: number;
  readonly present: boolean;
}

/** Labels found in the model itself. */
export interface FoundLabels {
  /** Where: `metadata names`, `labelmap.txt`. */
  readonly from: string;
  readonly labels: readonly string[];
}

/** What memory a run takes, as far as shapes are known. */
export interface MemoryReport {
  readonly weightBytes: number;
  /** The largest sum of tensors alive at once, dynamic sizes counted at `assumedSize`. */
  readonly activationBytes: number | null;
}

/** A change of the file that the doctor can make. */
export type RepairId =
  /** Integer convolutions and products with run-time scales become float again. */
  | "float-weights"
  /** Dynamic batch, height and width are fixed. */
  | "fixed-size"
  /** Integer inputs and outputs that an engine refuses are wrapped, so that the graph's own are float. */
  | "float-ports"
  /** Zero points of int32 tensors, which are zero by definition, are left out. */
  | "drop-zero-points";

/** What the doctor has to say about a model; words for each are the page's. */
export type AdviceCode =
  | "dynamic-int8-slow"
  | "dynamic-batch"
  | "dynamic-size"
  | "integer-ports"
  | "int32-zero-points"
  | "float16-ports"
  | "float64"
  | "initializers-as-inputs"
  | "weights-as-constants"
  | "several-inputs"
  | "control-flow"
  | "custom-operators"
  | "shapes-unknown"
  | "large-memory"
  | "large-work"
  | "labels-missing"
  | "labels-count"
  | "old-opset"
  | "training-graph"
  | "declared-shape-differs";

/** One piece of advice, with what it is about. */
export interface Advice {
  readonly code: AdviceCode;
  readonly repair?: RepairId;
  /** Operators, ports or dimensions that it is about. */
  readonly names?: readonly string[];
  readonly count?: number;
}

/** What a model file says about itself, read as data; nothing of it was executed. */
export interface ModelReport {
  readonly format: ModelFormat;
  readonly title: string;
  /** Who wrote the file: `pytorch 2.1.0`, `TOCO Converted.`, `2.7.0`. */
  readonly producer: string;
  /** ONNX: the IR version; TFLite: the schema version; TF.js: 1 for graph, 2 for layers models. */
  readonly schemaVersion: number;
  /** ONNX: each domain's opset. */
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  /** TF.js: which of its two kinds. */
  readonly kind?: "graph-model" | "layers-model";
  /** What must be fed; initializers that a file lists as inputs, too, are not among them. */
  readonly inputs: readonly PortReport[];
  readonly outputs: readonly PortReport[];
  readonly operators: readonly OperatorReport[];
  /** Elements of all weights. */
  readonly parameters: number;
  /** For batch 1 and, where a size is dynamic, for `assumedSize`; `null` where no shape is known. */
  readonly multiplyAdds: number | null;
  /** Operators that multiply and whose shapes could not be inferred: not in `multiplyAdds`. */
  readonly uncounted: readonly string[];
  /** Height and width that stood in for dynamic ones. */
  readonly assumedSize?: { readonly width: number; readonly height: number };
  readonly weights: readonly WeightReport[];
  readonly fileBytes: number;
  readonly memory: MemoryReport;
  readonly quantization: QuantizationKind;
  readonly externalData: readonly ExternalFile[];
  /** `If`, `Loop`, `Scan`, `WHILE`, `Switch`… */
  readonly controlFlow: readonly string[];
  /** Weights kept in Constant nodes. */
  readonly constantsAsWeights: number;
  readonly initializersAsInputs: number;
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
  readonly foundLabels: readonly FoundLabels[];
  /** Normalisation that TFLite metadata states for the first input, per channel. */
  readonly statedNormalization?: {
    readonly mean: readonly number[];
    readonly std: readonly number[];
  };
  readonly advice: readonly Advice[];
}

/** Why an engine on a backend will not run a model. */
export interface SupportReason {
  readonly code:
    | "format"
    | "operator-unknown"
    | "operator-custom"
    | "operator-dtype"
    | "opset"
    /** An input beside the picture of which nothing is known. */
    | "input-unknown"
    | "input-dtype"
    | "output-dtype"
    | "dynamic-shape"
    | "output-shape-unknown"
    | "control-flow"
    | "external-data-missing"
    | "memory";
  readonly operator?: string;
  readonly port?: string;
  readonly dtype?: ElementType;
  readonly version?: number;
}

/** Whether an engine on a backend will run a model, as far as a file tells. */
export interface EngineSupport {
  readonly engine: EngineId;
  readonly backend: Backend;
  readonly ok: boolean;
  /** Why not; empty exactly where `ok`. */
  readonly reasons: readonly SupportReason[];
}

/** How a frame fills an input: the two of the cards, in the top left corner, or the middle cut out. */
export type ProposedFit = "letterbox" | "letterbox-top-left" | "stretch" | "centre-crop";

/** What the first input is fed with: `value = (byte − mean[c]) / std[c]`, bytes 0 … 255. */
export interface ProposedInput {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly layout: "NHWC" | "NCHW";
  /** `grey` and `luma` have one channel. */
  readonly channels: "RGB" | "BGR" | "grey" | "luma";
  readonly dtype: ElementType;
  /** In the order of `channels`. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  readonly fit: ProposedFit;
  readonly padByte: number;
}

/** A decoder with what it must know: what a card will say. */
export type ProposedDecoder = CardDecoder;

/** What a proposal rests on; words for each are the page's. */
export interface ProposalReason {
  readonly about:
    | "decoder"
    | "size"
    | "layout"
    | "channels"
    | "normalization"
    | "fit"
    | "extra-inputs"
    | "labels";
  readonly code:
    | "metadata"
    | "name"
    | "shape"
    | "dtype"
    | "quantization"
    | "operators"
    | "file"
    | "count"
    | "habit"
    | "nothing-known";
  /** The name, key or shape in question. */
  readonly detail: string;
}

/** Where proposed labels come from; `numbers`: there are none, and numbers stand in. */
export type LabelSource = "file" | "metadata" | "coco" | "voc" | "dota" | "numbers" | "none";

/** How a model could be used, to be corrected by a person and checked by a trial run. */
export interface ModelProposal {
  readonly task: "classify" | "detect" | "segment" | "faces" | "pose" | "image" | "raw";
  /** `null` where no input looks like a picture. */
  readonly input: ProposedInput | null;
  /** What is fed beside the picture. */
  readonly extraInputs: readonly ExtraInput[];
  readonly decoder: ProposedDecoder;
  /** By class number, the background included where the decoder counts one. */
  readonly labels: readonly string[];
  readonly labelSource: LabelSource;
  readonly reasons: readonly ProposalReason[];
  /** 0 … 1: how sure the decoder's choice is. */
  readonly confidence: number;
  readonly advice: readonly Advice[];
}

/** Sizes to fix where a graph leaves them open. */
export interface FixedSize {
  readonly batch: number;
  readonly width: number;
  readonly height: number;
}

/** A repaired model, and what was done. */
export interface RepairedModel {
  readonly model: OpenedModel;
  readonly repair: RepairId;
  /** Operators, ports or tensors that were changed. */
  readonly changed: readonly string[];
}
