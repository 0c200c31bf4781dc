import { AppError, type CpuTensor } from "#shared";

/**
 * The output that a card's decoder names.
 * @throws AppError `bad-card` where the model has none of that name, or too few values in it
 */
export function outputNamed(
  outputs: readonly CpuTensor[],
  name: string,
  leastValues = 1,
): CpuTensor {
  const found = outputs.find((output) => output.name === name);
  if (!found) misfit(name, "the model has no such output");
  if (found.data.length < leastValues) {
    misfit(name, `${found.data.length} values are too few, ${leastValues} are needed`);
  }
  return found;
}

/**
 * Says that an output is not what its decoder reads.
 * @throws AppError `bad-card`, always
 */
export function misfit(name: string, reason: string): never {
  throw new AppError("bad-card", { path: `decoder.${name}`, reason });
}
