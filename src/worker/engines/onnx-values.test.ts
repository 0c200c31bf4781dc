import { describe, expect, it } from "vitest";
import type { CpuTensor, DType } from "#shared";
import { floatOf, halfOf, readValues, valuesFor } from "./onnx-values.ts";

function tensor(dtype: DType, values: readonly number[]): CpuTensor {
  const data =
    dtype === "float32"
      ? Float32Array.from(values)
      : dtype === "int32"
        ? Int32Array.from(values)
        : Uint8Array.from(values);
  return { place: "cpu", name: "x", shape: [values.length], dtype, data };
}

describe("half precision", () => {
  it.each([
    [0, 0],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65520, 0x7c00],
    [1e9, 0x7c00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -26, 0],
    [1 / 3, 0x3555],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -12, 0x4000],
    [Number.NEGATIVE_INFINITY, 0xfc00],
  ])("writes %f", (value, bits) => {
    expect(halfOf(value)).toBe(bits);
  });

  it("reads every number that it writes", () => {
    for (let bits = 0; bits < 0x10000; bits += 1) {
      const value = floatOf(bits);
      if (Number.isNaN(value)) expect(Number.isNaN(floatOf(halfOf(value)))).toBe(true);
      else expect(halfOf(value) === bits || value === 0).toBe(true);
    }
  });
});

describe("feeding", () => {
  it.each<[string, DType, readonly number[], unknown]>([
    ["float16", "float32", [1, -2], Uint16Array.of(0x3c00, 0xc000)],
    ["float64", "float32", [0.5], Float64Array.of(0.5)],
    ["int64", "int32", [7, -1], BigInt64Array.of(7n, -1n)],
    ["int8", "int32", [-128, 127], Int8Array.of(-128, 127)],
    ["float32", "uint8", [200], Float32Array.of(200)],
  ])("a graph that wants %s", (type, dtype, values, wanted) => {
    expect(valuesFor(type, tensor(dtype, values))).toEqual(wanted);
  });

  it("hands over what is of the right type as it is", () => {
    const same = tensor("float32", [1]);
    expect(valuesFor("float32", same)).toBe(same.data);
  });

  it("refuses text", () => {
    expect(() => valuesFor("string", tensor("float32", [1]))).toThrow(/string/);
  });
});

describe("reading", () => {
  it.each<[string, ArrayBufferView, DType, readonly number[]]>([
    ["float16", Uint16Array.of(0x3c00, 0x3555), "float32", [1, floatOf(0x3555)]],
    ["int64", BigInt64Array.of(3n, -4n), "int32", [3, -4]],
    ["int8", Int8Array.of(-5), "int32", [-5]],
    ["bool", Uint8Array.of(1, 0), "uint8", [1, 0]],
    ["float64", Float64Array.of(0.25), "float32", [0.25]],
  ])("%s", (type, data, dtype, values) => {
    const read = readValues(type, data);
    expect(read.dtype).toBe(dtype);
    expect([...read.data]).toEqual(values);
  });

  it("refuses text", () => {
    expect(() => readValues("string", ["a"])).toThrow(/string/);
  });
});
