import { isAbort, reasonOf } from "#shared";

/** The one GPU device of a worker: preprocessing and every engine compute on it, so nothing is copied between them. */
export interface SharedGpu {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
  /** Resolves, with the reason in words, once the device is lost. */
  readonly lost: Promise<string>;
}

/** Hands out the shared device, and knows whether it was lost. */
export interface GpuSource {
  /**
   * The device, requested at the first call. A lost device is not replaced: what engines hold on it is
   * gone, and only a new worker starts clean.
   * @throws Error with the reason in words
   */
  open(): Promise<SharedGpu>;
  /** Why the device was lost, if it was; after the error `cause` of the GPU it may take a moment to show. */
  loss(cause?: unknown): Promise<string | undefined>;
}

/** Calls in flight reject before `device.lost` resolves. */
const lossShowsWithinMs = 100;
/** A read of the GPU is broken off only when its device goes; a busy GPU takes long to say so. */
const brokenOffMs = 5_000;

/** Limits that the engines' kernels ask more of than every device guarantees. */
const raisedLimits = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupsPerDimension",
  "maxTextureDimension2D",
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** Features that kernels use where they are there. */
const wantedFeatures: readonly GPUFeatureName[] = ["shader-f16", "subgroups"];

/** Prepares the sharing of one device; `gpuOf` is asked at the first `open`. */
export function createGpuSource(gpuOf: () => GPU | undefined): GpuSource {
  let opening: Promise<SharedGpu> | undefined;
  let lossReason: string | undefined;

  async function request(): Promise<SharedGpu> {
    const gpu = gpuOf();
    if (!gpu) throw new Error("this browser has no WebGPU");
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
    if (!adapter) throw new Error("no GPU adapter");
    const device = await adapter.requestDevice({
      requiredFeatures: wantedFeatures.filter((name) => adapter.features.has(name)),
      requiredLimits: Object.fromEntries(raisedLimits.map((name) => [name, adapter.limits[name]])),
    });
    const lost = device.lost.then(({ reason, message }) => {
      lossReason = `the GPU device was lost: ${message || reason}`;
      return lossReason;
    });
    return { device, info: adapter.info, lost };
  }

  return {
    async open() {
      if (lossReason !== undefined) throw new Error(lossReason);
      opening ??= request().catch((cause: unknown) => {
        // Asked again next time: an adapter can be away for a moment, when a GPU process restarts.
        opening = undefined;
        throw new Error(reasonOf(cause), { cause });
      });
      return opening;
    },
    async loss(cause) {
      if (lossReason !== undefined || !opening) return lossReason;
      const { lost } = await opening;
      return Promise.race([lost, pause(isAbort(cause) ? brokenOffMs : lossShowsWithinMs)]);
    },
  };
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}

/** This worker's GPU. */
export const workerGpu: GpuSource = createGpuSource(() => navigator.gpu);
