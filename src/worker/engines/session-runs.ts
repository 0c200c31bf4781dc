import { AppError, type CpuTensor, type TensorSpec } from "#shared";
import { tookStep } from "../heartbeat.ts";
import type { GpuTensor, Tensor } from "./engine.ts";
import type { Failures } from "./failures.ts";

/** What a library does for one session; its outputs are objects of its own. */
export interface LibraryRuns<Output> {
  /** The outputs of a run, in the card's order. */
  answer(inputs: readonly Tensor[]): Promise<readonly Output[]>;
  /** An output's values on the CPU; it is freed afterwards. */
  read(output: Output, spec: TensorSpec, index: number): Promise<CpuTensor>;
  /** An output where it lies on the GPU, good until it is freed. */
  locate(output: Output, spec: TensorSpec): GpuTensor;
  free(output: Output): void;
}

/** The runs of a session, with the lifetimes that every engine keeps. */
export interface SessionRuns {
  run(inputs: readonly Tensor[]): Promise<readonly CpuTensor[]>;
  runOnGpu(inputs: readonly Tensor[]): Promise<readonly GpuTensor[]>;
  /** Frees what is left; false where that was done before. */
  end(): boolean;
}

/**
 * Makes the runs of a session from what its library does. Outputs on the GPU live until the next run;
 * whatever a library throws leaves as the one error of the backend.
 * @param specs the outputs wanted, in the order of the answers
 */
export function createSessionRuns<Output>(
  library: LibraryRuns<Output>,
  specs: readonly TensorSpec[],
  failures: Failures,
): SessionRuns {
  let onGpu: readonly Output[] = [];
  let ended = false;

  function freeAll(outputs: readonly Output[]): void {
    for (const output of outputs) library.free(output);
  }

  async function answer(inputs: readonly Tensor[]): Promise<readonly Output[]> {
    if (ended) throw new AppError("internal", { reason: "run after dispose" });
    failures.check();
    freeAll(onGpu);
    onGpu = [];
    return library.answer(inputs);
  }

  async function named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw await failures.from(cause);
    } finally {
      tookStep();
    }
  }

  function paired<T>(
    outputs: readonly Output[],
    use: (output: Output, spec: TensorSpec, index: number) => T,
  ): readonly T[] {
    return specs.map((spec, index) => {
      const output = outputs[index];
      if (output === undefined) throw new Error(`the model did not answer with ${spec.name}`);
      return use(output, spec, index);
    });
  }

  return {
    run: (inputs) =>
      named(async () => {
        const outputs = await answer(inputs);
        try {
          return await Promise.all(paired(outputs, library.read));
        } finally {
          freeAll(outputs);
        }
      }),
    runOnGpu: (inputs) =>
      named(async () => {
        onGpu = await answer(inputs);
        return paired(onGpu, library.locate);
      }),
    end() {
      if (ended) return false;
      ended = true;
      freeAll(onGpu);
      onGpu = [];
      return true;
    },
  };
}
