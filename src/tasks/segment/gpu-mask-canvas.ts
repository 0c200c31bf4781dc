import type { GpuMask } from "./gpu-masks.ts";
import code from "./mask-picture.wgsl?raw";
import type { OpacityTable } from "./mask-pixels.ts";
import type { PersonMask } from "./task.ts";

/** A canvas for one table and colour, which a device draws masks on. */
interface MaskCanvas {
  readonly canvas: OffscreenCanvas;
  draw(alpha: GPUBuffer): void;
}

/** By device, then by table: a worker has one device, and a few ways to draw a mask. */
const canvases = new WeakMap<GPUDevice, Map<OpacityTable, MaskCanvas>>();

/** The mask as a canvas of its own size, drawn by the GPU that it lies on. */
export function gpuMaskCanvas(
  { device, alpha }: GpuMask,
  size: Pick<PersonMask, "width" | "height">,
  table: OpacityTable,
  colour: readonly [red: number, green: number, blue: number],
): OffscreenCanvas {
  const known = canvases.get(device) ?? new Map<OpacityTable, MaskCanvas>();
  canvases.set(device, known);
  let drawn = known.get(table);
  if (drawn?.canvas.width !== size.width || drawn.canvas.height !== size.height) {
    drawn = createMaskCanvas(device, size, table, colour);
    known.set(table, drawn);
  }
  drawn.draw(alpha);
  return drawn.canvas;
}

function createMaskCanvas(
  device: GPUDevice,
  { width, height }: Pick<PersonMask, "width" | "height">,
  table: OpacityTable,
  colour: readonly [red: number, green: number, blue: number],
): MaskCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("webgpu") as GPUCanvasContext | null;
  if (!context) throw new Error("no WebGPU canvas for the mask");
  const format = "rgba8unorm";
  context.configure({ device, format, alphaMode: "premultiplied" });
  const module = device.createShaderModule({ code });
  const pipeline = device.createRenderPipeline({
    layout: "auto",
    vertex: { module, entryPoint: "corner" },
    fragment: { module, entryPoint: "cell", targets: [{ format }] },
  });
  const look = device.createBuffer({
    size: 16 + table.length,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  const values = new DataView(new ArrayBuffer(16 + table.length));
  for (const [index, value] of colour.entries()) values.setFloat32(index * 4, value / 255, true);
  values.setUint32(12, width, true);
  new Uint8Array(values.buffer).set(table, 16);
  device.queue.writeBuffer(look, 0, values);
  return {
    canvas,
    draw(alpha) {
      const group = device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [look, alpha].map((buffer, binding) => ({ binding, resource: { buffer } })),
      });
      const encoder = device.createCommandEncoder();
      const view = context.getCurrentTexture().createView();
      const pass = encoder.beginRenderPass({
        colorAttachments: [{ view, loadOp: "clear", storeOp: "store" }],
      });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.draw(3);
      pass.end();
      device.queue.submit([encoder.finish()]);
    },
  };
}
