import { limits } from "../limits.ts";
import { BuiltinOptions } from "./generated/tflite-model.ts";
import type { FieldKind, TableKinds } from "./verify-tables.ts";

const u8 = { inline: 1 } as const;
const i32 = { inline: 4 } as const;
const i64 = { inline: 8 } as const;
/** Bytes that are viewed in place, as many as the file has. */
const bytes = { vector: 1 } as const;
const ints = { vector: 4, most: limits.parts } as const;
const floats = ints;
const longs = { vector: 8, most: limits.parts } as const;

/** Tables of options that hold lists; all others hold numbers only. */
const optionLists: Readonly<Record<string, Readonly<Record<number, FieldKind>>>> = {
  ReshapeOptions: { 0: ints },
  SqueezeOptions: { 0: ints },
};

const optionNames = Object.values(BuiltinOptions).filter((name) => typeof name === "string");

/** Eight fields of at most eight bytes: more than any table of options has. */
const optionFields: Readonly<Record<number, FieldKind>> = Object.fromEntries(
  Array.from({ length: 8 }, (_, field) => [field, u8]),
);

const options: { readonly [number: number]: string } = Object.fromEntries(
  Object.entries(BuiltinOptions)
    .filter((entry): entry is [string, number] => typeof entry[1] === "number" && entry[1] > 0)
    .map(([name, number]) => [number, name]),
);

/** The tables of a TFLite file (tflite-model.fbs) as far as they are read here. */
export const modelKinds: TableKinds = {
  ...Object.fromEntries(optionNames.map((name) => [name, optionLists[name] ?? optionFields])),
  Model: {
    0: i32,
    1: { tables: "OperatorCode" },
    2: { tables: "SubGraph" },
    3: "text",
    4: { tables: "Buffer" },
    5: ints,
    6: { tables: "Metadata" },
    7: { tables: "SignatureDef" },
  },
  OperatorCode: { 0: u8, 1: "text", 2: i32, 3: i32 },
  SubGraph: {
    0: { tables: "Tensor" },
    1: ints,
    2: ints,
    3: { tables: "Operator" },
    4: "text",
  },
  Tensor: {
    0: { vector: 4, most: limits.rank },
    1: u8,
    2: i32,
    3: "text",
    4: { table: "QuantizationParameters" },
    5: u8,
    6: { table: "SparsityParameters" },
    7: { vector: 4, most: limits.rank },
    8: u8,
  },
  QuantizationParameters: { 0: floats, 1: floats, 2: floats, 3: longs, 4: u8, 6: i32 },
  SparsityParameters: { 0: ints, 1: ints, 2: { tables: "DimensionMetadata" } },
  DimensionMetadata: {
    0: u8,
    1: i32,
    3: { union: { 1: "Int32Vector", 2: "Uint16Vector", 3: "Uint8Vector" } },
    5: { union: { 1: "Int32Vector", 2: "Uint16Vector", 3: "Uint8Vector" } },
  },
  Int32Vector: { 0: ints },
  Uint16Vector: { 0: { vector: 2, most: limits.parts } },
  Uint8Vector: { 0: { vector: 1, most: limits.parts } },
  Operator: {
    0: i32,
    1: ints,
    2: ints,
    3: u8,
    4: { union: options },
    5: { vector: 1, most: limits.parts },
    6: u8,
    7: { vector: 1, most: limits.parts },
    8: ints,
    9: i64,
    10: i64,
  },
  Buffer: { 0: bytes, 1: i64, 2: i64 },
  Metadata: { 0: "text", 1: i32 },
  SignatureDef: { 0: { tables: "TensorMap" }, 1: { tables: "TensorMap" }, 2: "text", 4: i32 },
  TensorMap: { 0: "text", 1: i32 },
};

/** The tables of a TFLite file's own description (tflite-metadata.fbs) as far as they are read here. */
export const metadataKinds: TableKinds = {
  ModelMetadata: {
    0: "text",
    1: "text",
    2: "text",
    3: { tables: "SubGraphMetadata" },
    4: "text",
    5: "text",
    6: { tables: "AssociatedFile" },
  },
  SubGraphMetadata: {
    0: "text",
    1: "text",
    2: { tables: "TensorMetadata" },
    3: { tables: "TensorMetadata" },
    4: { tables: "AssociatedFile" },
  },
  TensorMetadata: {
    0: "text",
    1: "text",
    3: { table: "Content" },
    4: { tables: "ProcessUnit" },
    6: { tables: "AssociatedFile" },
  },
  Content: { 1: { union: { 2: "ImageProperties" } } },
  ImageProperties: { 0: u8 },
  ProcessUnit: { 1: { union: { 1: "NormalizationOptions" } } },
  NormalizationOptions: { 0: floats, 1: floats },
  AssociatedFile: { 0: "text", 1: "text", 2: u8, 3: "text" },
};
