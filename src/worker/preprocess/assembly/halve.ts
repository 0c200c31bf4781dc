/** Sums of bytes that belong to neighbours, in 16 bits. */
function sums(bytes: v128, pixelBytes: i32): v128 {
  if (pixelBytes === 1) return i16x8.extadd_pairwise_i8x16_u(bytes);
  if (pixelBytes === 2) {
    return i16x8.extadd_pairwise_i8x16_u(
      i8x16.shuffle(bytes, bytes, 0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11, 12, 14, 13, 15),
    );
  }
  return i16x8.extadd_pairwise_i8x16_u(
    i8x16.shuffle(bytes, bytes, 0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15),
  );
}

/** Means of fours: eight bytes, in 16 bits each, of sixteen above and sixteen below. */
function means(above: usize, rowBytes: i32, pixelBytes: i32): v128 {
  const sum = i16x8.add(
    sums(v128.load(above), pixelBytes),
    sums(v128.load(above + rowBytes), pixelBytes),
  );
  return i16x8.shr_u(i16x8.add(sum, i16x8.splat(2)), 2);
}

/**
 * Halves a plane of at least two rows and columns.
 * @param length bytes of the half's rows that are pixels
 */
export function halve(
  plane: usize,
  rowBytes: i32,
  pixelBytes: i32,
  into: usize,
  intoRowBytes: i32,
  length: i32,
  height: i32,
): void {
  for (let y = 0; y < height; y++) {
    let from = plane + 2 * y * rowBytes;
    const to = into + y * intoRowBytes;
    for (let x = 0; x < length; x += 16) {
      const first = means(from, rowBytes, pixelBytes);
      const second = means(from + 16, rowBytes, pixelBytes);
      v128.store(to + x, i8x16.narrow_i16x8_u(first, second));
      from += 32;
    }
  }
}
