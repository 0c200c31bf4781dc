import { onnxClassifier, tfjsGraph, tfjsLayers, tfliteClassifier } from "#model-kit/test-models";
import { expect, test } from "./support/app.ts";
import { bring, type Chosen, letGo } from "./support/bring.ts";

/** What a model's engine on wasm makes of it: the same as another model, in words, or why it does not run. */
type Expected = { readonly as?: string } | { readonly reason: string };

const runs: Expected = {};
const asOnnx: Expected = { as: "ONNX" };

const onnx: readonly (readonly [string, Chosen, Expected])[] = [
  ["ONNX", onnxClassifier(), runs],
  ["ONNX of opset 7", onnxClassifier({ opset: 7 }), asOnnx],
  ["ONNX of opset 21", onnxClassifier({ opset: 21 }), asOnnx],
  ["ONNX with an open batch", onnxClassifier({ open: { 0: "batch" } }), asOnnx],
  ["ONNX with weights beside it", onnxClassifier({ weights: "external" }), asOnnx],
  ["ONNX with weights in constants", onnxClassifier({ weights: "constants" }), asOnnx],
  ["ONNX with weights among the inputs", onnxClassifier({ weights: "inputs" }), asOnnx],
  ["ONNX with open sides", onnxClassifier({ open: { 2: "height", 3: "width" } }), runs],
  ["ONNX NHWC", onnxClassifier({ layout: "NHWC" }), runs],
  ["ONNX with bytes as input", onnxClassifier({ input: "uint8" }), runs],
  ["ONNX float16", onnxClassifier({ input: "float16" }), runs],
  ["ONNX with QDQ", onnxClassifier({ quantized: "qdq" }), runs],
  ["ONNX quantized at run time", onnxClassifier({ quantized: "dynamic" }), runs],
  ["ONNX of opset 5", onnxClassifier({ opset: 5 }), { reason: "opset 5" }],
];

const others: readonly (readonly [string, Chosen, Expected])[] = [
  ["TFLite float", [tfliteClassifier("float")], runs],
  ["TFLite uint8", [tfliteClassifier("uint8")], runs],
  ["TFLite int8", [tfliteClassifier("int8")], { reason: "input-dtype" }],
  [
    "TFLite with a foreign operator",
    [tfliteClassifier("float", { openBatch: false, custom: "Evil" })],
    { reason: "operator-custom Evil" },
  ],
  ["TF.js graph", tfjsGraph(), runs],
  ["TF.js graph with a foreign operator", tfjsGraph("Evil"), { reason: "operator-custom Evil" }],
  ["TF.js layers", tfjsLayers(), runs],
  ["TF.js layers with memory", tfjsLayers("LSTM"), { reason: "operator-custom LSTM (layer)" }],
];

for (const [what, rows] of [
  ["ONNX", onnx],
  ["TFLite and TF.js", others],
] as const) {
  test(`small ${what} models of every kind run, or are refused with the reason`, async ({
    open,
  }) => {
    const { page } = await open({ query: "place=models" });
    const said = new Map<string, string>();
    for (const [name, files, expected] of rows) {
      await test.step(name, async () => {
        const { task, decoder, engines } = await bring(page, files);
        const wasm = engines.find(({ backend }) => backend === "wasm");
        if ("reason" in expected) {
          expect.soft(wasm?.ok, name).toBe(false);
          expect.soft(wasm?.reason, name).toContain(expected.reason);
        } else {
          expect.soft(`${task} ${decoder}`, name).toBe("classify classify");
          expect.soft(wasm, name).toMatchObject({ ok: true });
          const found = (await page.getByTestId("model-found").textContent()) ?? "";
          expect.soft(found, name).toMatch(/^[0-4a-e] \d+%/);
          said.set(name, found);
          if (expected.as) expect.soft(found, name).toBe(said.get(expected.as));
        }
        await letGo(page);
      });
    }
  });
}
