const pieceBytes = 2 ** 30;

/** Allocates until it fails, and lets the failure go uncaught. What is allocated is never touched. */
export function useUpMemory(): never {
  const held: ArrayBuffer[] = [];
  for (;;) held.push(new ArrayBuffer(pieceBytes));
}
