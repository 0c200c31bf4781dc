import type { GpuModel } from "#tasks/runner";
import code from "./mask.wgsl?raw";
import { movement, noise, slowPart } from "./person-mask.ts";
import type { PersonMask } from "./task.ts";

/** A mask that lies on the GPU, one byte for each cell, four in a word. */
export interface GpuMask {
  readonly device: GPUDevice;
  readonly alpha: GPUBuffer;
}

/** Where a model's masks are steadied and kept on the GPU. */
export interface GpuMasks {
  /**
   * Takes over the newest mask; what comes back is a count, and the bytes only where they are wanted.
   * @param next `width × height` values, 0 … 1, row by row
   * @param elapsedMs since the mask before, or undefined where this one begins anew
   * @param readAlpha read the bytes too; else they are those that were read last
   */
  take(next: GPUBuffer, elapsedMs: number | undefined, readAlpha: boolean): Promise<PersonMask>;
}

interface Slot {
  readonly shown: GPUBuffer;
  readonly alpha: GPUBuffer;
  /** The result's mask that lies here; another one may have overwritten an older result's. */
  of: PersonMask | undefined;
}

const slots = new WeakMap<PersonMask, { readonly slot: Slot; readonly device: GPUDevice }>();

/**
 * The mask of a result as it lies on the GPU; `"gone"` where a later mask lies there by now, so that
 * nothing exact is left of it; undefined for masks that never were there.
 */
export function gpuMaskOf(mask: PersonMask): GpuMask | "gone" | undefined {
  const known = slots.get(mask);
  if (!known) return undefined;
  const { slot, device } = known;
  return slot.of === mask ? { device, alpha: slot.alpha } : "gone";
}

/** Prepares masks of `width × height` cells on a model's device. */
export function createGpuMasks({ device }: GpuModel, width: number, height: number): GpuMasks {
  const cells = width * height;
  const words = Math.ceil(cells / 4);
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ, UNIFORM } = GPUBufferUsage;
  const createSlot = (): Slot => ({
    shown: device.createBuffer({ size: cells * 4, usage: STORAGE }),
    alpha: device.createBuffer({ size: words * 4, usage: STORAGE | COPY_SRC }),
    of: undefined,
  });
  // The mask that is on screen stays as it is while the next one is made.
  let [current, other] = [createSlot(), createSlot()];
  const step = device.createBuffer({ size: 16, usage: UNIFORM | COPY_DST });
  const people = device.createBuffer({ size: 4, usage: STORAGE | COPY_SRC | COPY_DST });
  const readPeople = device.createBuffer({ size: 4, usage: COPY_DST | MAP_READ });
  const readAlpha = device.createBuffer({ size: words * 4, usage: COPY_DST | MAP_READ });
  const pipeline = device.createComputePipeline({
    layout: "auto",
    compute: { module: device.createShaderModule({ code }), entryPoint: "steady" },
  });
  let alpha = new ArrayBuffer(cells);

  return {
    async take(next, elapsedMs, wantsAlpha) {
      [current, other] = [other, current];
      current.of = undefined;
      const slow = elapsedMs === undefined ? 1 : slowPart(elapsedMs);
      const values = new DataView(new ArrayBuffer(16));
      for (const [index, value] of [slow, noise, movement].entries()) {
        values.setFloat32(index * 4, value, true);
      }
      values.setUint32(12, cells, true);
      device.queue.writeBuffer(step, 0, values);
      const buffers = [step, next, other.shown, current.shown, current.alpha, people];
      const group = device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
      });
      const encoder = device.createCommandEncoder();
      encoder.clearBuffer(people);
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.ceil(words / 64));
      pass.end();
      encoder.copyBufferToBuffer(people, 0, readPeople, 0, 4);
      if (wantsAlpha) encoder.copyBufferToBuffer(current.alpha, 0, readAlpha, 0, words * 4);
      device.queue.submit([encoder.finish()]);
      // The count is waited for in any case: frames may not pile up before the GPU.
      const [counted, bytes] = await Promise.all([
        read(readPeople),
        wantsAlpha ? read(readAlpha) : undefined,
      ]);
      if (bytes) alpha = bytes.slice(0, cells);
      const [count = 0] = new Uint32Array(counted);
      const mask: PersonMask = { width, height, coverage: count / cells, alpha };
      current.of = mask;
      slots.set(mask, { slot: current, device });
      return mask;
    },
  };
}

async function read(buffer: GPUBuffer): Promise<ArrayBuffer> {
  await buffer.mapAsync(GPUMapMode.READ);
  const bytes = buffer.getMappedRange().slice(0);
  buffer.unmap();
  return bytes;
}
