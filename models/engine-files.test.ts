import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { engineFiles } from "./engine-files.ts";

const files = engineFiles();

describe("the engines' runtime files", () => {
  it("are wasm where they are called so", () => {
    for (const { name, read } of files.filter(({ name }) => name.endsWith(".wasm"))) {
      expect([name, ...read().subarray(0, 4)]).toEqual([name, 0x00, 0x61, 0x73, 0x6d]);
    }
  });

  it("hold, for each wasm of ONNX Runtime and LiteRT, the script that starts it", () => {
    const names = files.filter(({ engine }) => engine !== "tfjs").map(({ name }) => name);
    const started = names.filter((name) => name.endsWith(".wasm"));
    expect(started).toHaveLength(7);
    for (const wasm of started) {
      const script = wasm.replace(/\.wasm$/, "");
      expect(
        names.filter((name) => name === `${script}.js` || name === `${script}.mjs`),
      ).toHaveLength(1);
    }
  });

  it.each(files.filter(({ engine, name }) => engine === "litert" && name.endsWith(".js")))(
    "hand out LiteRT's factory from $name, as a classic script and from within a module",
    ({ read }) => {
      const source = Buffer.from(read()).toString();
      for (const script of [source, `(() => {${source}})()`]) {
        const scope: { ModuleFactory?: unknown } = {};
        runInNewContext(script, scope);
        expect(typeof scope.ModuleFactory).toBe("function");
      }
    },
  );
});
