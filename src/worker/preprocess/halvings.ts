import type { Affine } from "#shared";

/** How often a source can be halved and is still no smaller, either way, than the input made of it. */
export function halvingsOf({ a, b, c, d }: Affine): number {
  const shrink = Math.min(Math.hypot(a, b), Math.hypot(c, d));
  return Math.max(0, Math.floor(Math.log2(shrink)));
}
