import { expect, it, vi } from "vitest";
import type { CpuTensor } from "#shared";
import type { Engine, Session, Tensor, VariantFiles } from "./engine.ts";
import { feedExtras } from "./feed-extras.ts";

function tensor(name: string): CpuTensor {
  return { place: "cpu", name, shape: [1], dtype: "float32", data: Float32Array.of(1) };
}

/** An engine whose sessions note what they are fed with. */
function noting(): { readonly engine: Engine; readonly fed: string[][] } {
  const fed: string[][] = [];
  const note = async (inputs: readonly Tensor[]): Promise<[]> => {
    fed.push(inputs.map(({ name }) => name));
    return [];
  };
  const session: Session = {
    inputs: [],
    outputs: [],
    place: "gpu",
    threads: 1,
    build: "",
    run: note,
    gpu: { device: {} as GPUDevice, run: note },
    dispose: () => fed.push(["disposed"]),
  };
  return { engine: { id: "onnx", load: async () => session }, fed };
}

const variant: VariantFiles = {
  variantId: "",
  format: "onnx",
  files: new Map(),
  inputs: [],
  outputs: [],
};

it("feeds along with every picture what never changes, on the GPU, too", async () => {
  const { engine, fed } = noting();
  const extras = [tensor("size"), tensor("scale")];
  const { signal } = new AbortController();
  const session = await feedExtras(engine).load({ ...variant, extras }, "webgpu", signal);
  await session.run([tensor("picture")]);
  await session.gpu?.run([tensor("picture")]);
  session.dispose();
  expect(fed).toEqual([["picture", "size", "scale"], ["picture", "size", "scale"], ["disposed"]]);
});

it("lets an engine start ahead, where it can", async () => {
  const { engine } = noting();
  const startAhead = vi.fn(async () => {});
  await feedExtras({ ...engine, startAhead }).startAhead?.();
  expect(startAhead).toHaveBeenCalledOnce();
  expect(feedExtras(engine).startAhead).toBeUndefined();
});

it("leaves sessions of one input alone", async () => {
  const { engine } = noting();
  const { signal } = new AbortController();
  const own = await engine.load(variant, "wasm", signal);
  expect(await feedExtras(engine).load(variant, "wasm", signal)).toBe(own);
});
