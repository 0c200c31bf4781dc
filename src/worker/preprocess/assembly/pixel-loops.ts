/**
 * The loops of preprocessing over the pixels of a frame, four at a time, in AssemblyScript. What they do
 * is what gather-row.ts, finish-row.ts and plane.ts do, and is tested against them.
 * Rows of an input are worked on in memory of their own, up to `mostColumns` long and a block more:
 * whole blocks are always written.
 */
export { fill, finish, mixesAt, padsAt } from "./finish";
export { gatherFour, gatherOne, gatherTwo, level, locate, mostColumns } from "./gather";
export { halve } from "./halve";

/** Where memory begins that is not used by the loops themselves. */
export function freeFrom(): usize {
  return __heap_base;
}
