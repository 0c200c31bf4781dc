import { build } from "vite";
import { compiledAssembly } from "#compiled-assembly";

/** One module of the app as a script for a bare page; its exports become the fields of `name`. */
export async function bundleModule(entry: string, name: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: "error",
    plugins: [compiledAssembly()],
    build: { write: false, minify: false, lib: { entry, formats: ["iife"], name } },
  });
  const [bundle] = Array.isArray(output) ? output : [output];
  if (!bundle || !("output" in bundle)) throw new Error(`${entry} did not bundle`);
  return bundle.output[0].code;
}
