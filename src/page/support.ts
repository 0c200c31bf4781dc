/** What Localens cannot do without. */
const needs: Readonly<Record<string, () => boolean>> = {
  "WebAssembly with SIMD": () =>
    typeof WebAssembly === "object" &&
    // One function that makes a v128 and drops it (WebAssembly SIMD proposal).
    WebAssembly.validate(
      new Uint8Array([
        0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0,
        253, 15, 253, 98, 11,
      ]),
    ),
  // Firefox had these arrays one version after module workers, which cannot be asked for without loading one.
  "module workers": () => "toSorted" in Array.prototype,
  OffscreenCanvas: () => typeof OffscreenCanvas === "function",
  structuredClone: () => typeof structuredClone === "function",
  dialogs: () => typeof HTMLDialogElement === "function",
  streams: () => typeof ReadableStream === "function",
};

/** The names of what this browser lacks; empty when Localens can run. */
export function missingHere(): readonly string[] {
  return Object.entries(needs)
    .filter(([, has]) => !has())
    .map(([name]) => name);
}
