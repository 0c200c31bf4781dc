import { reasonOf } from "#shared";

/** What a browser tells of this device's GPU. */
export interface GpuKind {
  /** Its words for the GPU, to know it again by; null where there is none. */
  readonly name: string | null;
  /** The processor plays it: it is right, slow, and in the way of everything that is drawn. */
  readonly software: boolean;
}

/** No GPU, or none that may be asked. */
export const noGpu: GpuKind = { name: null, software: false };

/** Asks for an adapter, not for a device: nothing is computed. */
export async function gpuKind(gpu: GPU | null = navigator.gpu ?? null): Promise<GpuKind> {
  try {
    const info = (await gpu?.requestAdapter())?.info;
    if (!info) return noGpu;
    const { vendor, architecture, device, description, isFallbackAdapter } = info;
    const name = [vendor, architecture, device, description].join(" ").trim();
    // Not every browser has the flag.
    return { name, software: isFallbackAdapter === true || /swiftshader|llvmpipe/i.test(name) };
  } catch (error) {
    return { name: reasonOf(error), software: false };
  }
}
