// The worker type library has these as types only: https://www.w3.org/TR/webgpu/
declare global {
  const GPUBufferUsage: {
    readonly MAP_READ: number;
    readonly COPY_SRC: number;
    readonly COPY_DST: number;
    readonly UNIFORM: number;
    readonly STORAGE: number;
  };
  const GPUMapMode: { readonly READ: number };
}

export {};
