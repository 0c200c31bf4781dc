/** One step of a graph in the order in which it runs. */
export interface Step {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * The largest sum of bytes of tensors alive at once when steps run in order and each tensor is freed after
 * its last use: what an engine without any reuse in place needs. `null` where no tensor's size is known.
 * @param bytesOfTensor `null` for weights and for tensors of unknown size, which do not count
 */
export function peakMemory(
  steps: readonly Step[],
  inputs: readonly string[],
  outputs: readonly string[],
  bytesOfTensor: (name: string) => number | null,
): number | null {
  const lastUse = new Map<string, number>();
  steps.forEach((step, index) => {
    for (const name of step.inputs) lastUse.set(name, index);
  });
  for (const name of outputs) lastUse.set(name, steps.length);
  const dying = new Map<number, string[]>();
  for (const [name, index] of lastUse) {
    const names = dying.get(index);
    if (names === undefined) dying.set(index, [name]);
    else names.push(name);
  }
  const alive = new Map<string, number>();
  let sum = 0;
  let peak = 0;
  const add = (name: string): void => {
    const bytes = bytesOfTensor(name);
    if (bytes === null || alive.has(name)) return;
    alive.set(name, bytes);
    sum += bytes;
    peak = Math.max(peak, sum);
  };
  const free = (name: string): void => {
    sum -= alive.get(name) ?? 0;
    alive.delete(name);
  };
  inputs.forEach(add);
  steps.forEach((step, index) => {
    step.outputs.forEach(add);
    for (const name of step.outputs) if (!lastUse.has(name)) free(name);
    for (const name of dying.get(index) ?? []) free(name);
  });
  return peak === 0 ? null : peak;
}
