/** A whole number of 64 bits, as the protobuf library gives it. */
export interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
  toNumber(): number;
}
