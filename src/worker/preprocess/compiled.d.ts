/** An AssemblyScript file compiled to WebAssembly, in base64 (scripts/compiled-assembly.ts). */
declare module "*.ts?compiled" {
  const code: string;
  // biome-ignore lint/style/noDefaultExport: what the plugin gives
  export default code;
}
