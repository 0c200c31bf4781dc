import {
  type Affine,
  AppError,
  affineOf,
  type InputSpec,
  invert,
  place,
  placeRegion,
  type Size,
} from "#shared";
import type { GpuTensor } from "../engines/engine.ts";
import shader from "./fit.wgsl?raw";
import { halvingsOf } from "./halvings.ts";
import type { FrameImage, Preprocess } from "./preprocess.ts";

const tileSize = 8;
const uniformBytes = 64;

/** Whether the GPU can make this input: engines take no bytes from GPU buffers. */
export function gpuCanPrepare({ dtype }: InputSpec): boolean {
  return dtype !== "uint8";
}

/**
 * Preprocessing on the GPU: a live frame is imported as a texture as it is; one compute shader
 * (`fit.wgsl`) fits, converts and normalises it into one reused buffer. Pictures, and frames that this
 * browser cannot import, are scaled by a canvas as on the CPU and enter as a texture of the input's size.
 * What a live frame writes to the GPU are 64 bytes, and only where its place changed.
 * @throws AppError `internal` for an input of bytes
 */
export function createGpuPreprocess(input: InputSpec, device: GPUDevice): Preprocess {
  const { width, height, name, layout, dtype } = input;
  if (dtype === "uint8")
    throw new AppError("internal", { reason: "bytes are not made on the GPU" });
  const buffer = device.createBuffer({
    size: width * height * 3 * 4,
    // Engines bind it as storage and want to be able to copy it.
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
  const shape = layout === "NHWC" ? [1, height, width, 3] : [1, 3, height, width];
  const tensor: GpuTensor = { place: "gpu", name, shape, dtype, buffer };
  const uniform = device.createBuffer({
    size: uniformBytes,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  const sampler = device.createSampler({ magFilter: "linear", minFilter: "linear" });
  const written = new Float32Array(uniformBytes / 4);
  const scaled = createScaledPicture(input, device);
  let external: GPUComputePipeline | undefined;
  let plain: GPUComputePipeline | undefined;
  let importable = true;

  function write(toSource: Affine, source: Size): void {
    const values = uniformOf(toSource, source, input);
    if (values.every((value, index) => value === written[index])) return;
    written.set(values);
    device.queue.writeBuffer(uniform, 0, written);
  }

  function dispatch(pipeline: GPUComputePipeline, frame: GPUBindingResource): void {
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: frame },
        { binding: 1, resource: sampler },
        { binding: 2, resource: { buffer: uniform } },
        { binding: 3, resource: { buffer } },
      ],
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(Math.ceil(width / tileSize), Math.ceil(height / tileSize));
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  return {
    path: "gpu",
    input,
    fit(image, size, region) {
      const map = region ? placeRegion(region, input) : affineOf(place(size, input, input.fit));
      const toSource = invert(map);
      const frame = importable ? imported(device, image) : undefined;
      if (frame) {
        external ??= createPipeline(device, input, "texture_external");
        write(toSource, size);
        dispatch(external, frame);
      } else {
        if (!(image instanceof ImageBitmap)) importable = false;
        plain ??= createPipeline(device, input, "texture_2d<f32>");
        write({ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }, input);
        dispatch(plain, scaled.draw(image, size, map));
      }
      return { tensor, toSource };
    },
    dispose() {
      buffer.destroy();
      uniform.destroy();
      scaled.dispose();
    },
  };
}

/** The frame as a texture, without a copy; undefined where that cannot be had. */
function imported(device: GPUDevice, image: FrameImage): GPUExternalTexture | undefined {
  if (image instanceof ImageBitmap) return undefined;
  try {
    return device.importExternalTexture({ source: image });
  } catch {
    // Some software GPUs and some pixel formats refuse; the canvas takes all that can be shown.
    return undefined;
  }
}

function createPipeline(device: GPUDevice, input: InputSpec, texture: string): GPUComputePipeline {
  const module = device.createShaderModule({ code: shader.replace("FRAME_TEXTURE", texture) });
  return device.createComputePipeline({
    layout: "auto",
    compute: {
      module,
      entryPoint: "main",
      constants: {
        width: input.width,
        height: input.height,
        planes: Number(input.layout === "NCHW"),
        reversed: Number(input.channels === "BGR"),
        whole: Number(input.dtype === "int32"),
      },
    },
  });
}

/** The shader's `Fit`, in the order and alignment of WGSL: https://www.w3.org/TR/WGSL/#alignment-and-size */
export function uniformOf(toSource: Affine, source: Size, input: InputSpec): readonly number[] {
  const { a, b, c, d, e, f } = toSource;
  const values = [a, b, c, d, e, f, source.width, source.height];
  values.push(...input.mean, input.padByte, ...input.std, halvingsOf(toSource));
  return values.map(Math.fround);
}

interface ScaledPicture {
  draw(image: FrameImage, size: Size, map: Affine): GPUTextureView;
  dispose(): void;
}

/** A canvas and a texture of the input's size, made at the first use. */
function createScaledPicture(
  { width, height, padByte }: InputSpec,
  device: GPUDevice,
): ScaledPicture {
  let context: OffscreenCanvasRenderingContext2D | undefined;
  let texture: GPUTexture | undefined;
  return {
    draw(image, size, map) {
      context ??= createContext(width, height);
      texture ??= device.createTexture({
        size: [width, height],
        format: "rgba8unorm",
        usage:
          GPUTextureUsage.TEXTURE_BINDING |
          GPUTextureUsage.COPY_DST |
          GPUTextureUsage.RENDER_ATTACHMENT,
      });
      context.fillStyle = `rgb(${padByte} ${padByte} ${padByte})`;
      context.fillRect(0, 0, width, height);
      context.setTransform(map.a, map.b, map.c, map.d, map.e, map.f);
      context.drawImage(image, 0, 0, size.width, size.height);
      context.resetTransform();
      const source = context.canvas;
      device.queue.copyExternalImageToTexture({ source }, { texture }, [width, height]);
      return texture.createView();
    },
    dispose() {
      texture?.destroy();
    },
  };
}

function createContext(width: number, height: number): OffscreenCanvasRenderingContext2D {
  // As on the CPU path, so that a picture gives the same bytes on both.
  const options = { alpha: false, willReadFrequently: true };
  const context = new OffscreenCanvas(width, height).getContext("2d", options);
  if (!context) throw new AppError("internal", { reason: "no 2D context for preprocessing" });
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "medium";
  return context;
}
