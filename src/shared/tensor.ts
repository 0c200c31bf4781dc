/** Element types that cross the engine contract. `float16` appears in files; tensors are widened at load. */
export type DType = "float32" | "int32" | "uint8";

/** The typed array that holds each element type. */
export interface TensorData {
  float32: Float32Array;
  int32: Int32Array;
  uint8: Uint8Array;
}

/** A graph input or output: its name, its shape (−1 where it is dynamic), its element type. */
export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** Values in this thread's memory, row-major (the last dimension runs fastest). */
export interface CpuTensor<T extends DType = DType> {
  readonly place: "cpu";
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: T;
  readonly data: TensorData[T];
}

/** How many elements a shape holds. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Room for so many elements of a type, all zero. */
export function emptyValues(dtype: DType, count: number): TensorData[DType] {
  if (dtype === "float32") return new Float32Array(count);
  return dtype === "int32" ? new Int32Array(count) : new Uint8Array(count);
}
