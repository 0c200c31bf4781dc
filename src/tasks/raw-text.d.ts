/** A text file of a package, taken into the build as it is. */
declare module "*.txt?raw" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: Vite gives the text as the default export
  export default text;
}

/** A shader, likewise. */
declare module "*.wgsl?raw" {
  const code: string;
  // biome-ignore lint/style/noDefaultExport: Vite gives the text as the default export
  export default code;
}
