import { expect, it } from "vitest";
import { modelFilesAmong } from "./model-files.ts";

const file = (name: string, type = ""): File => new File([name], name, { type });
const names = (...files: File[]): readonly string[] =>
  modelFilesAmong(files).map(({ name }) => name);

it.each([
  ["an ONNX file", [file("a.onnx")], ["a.onnx"]],
  ["a TFLite file in capitals", [file("A.TFLITE")], ["A.TFLITE"]],
  ["a ZIP", [file("a.localens.zip", "application/zip")], ["a.localens.zip"]],
  [
    "a TF.js model with its weights",
    [file("model.json", "application/json"), file("group1-shard1of1.bin")],
    ["model.json", "group1-shard1of1.bin"],
  ],
  [
    "a model with labels, beside a picture",
    [file("a.onnx"), file("cat.jpg", "image/jpeg"), file("labels.txt", "text/plain")],
    ["a.onnx", "labels.txt"],
  ],
])("takes %s", (_, files, expected) => {
  expect(names(...files)).toEqual(expected);
});

it.each([
  ["pictures", [file("cat.jpg", "image/jpeg"), file("dog.png", "image/png")]],
  ["labels alone", [file("labels.txt", "text/plain")]],
  ["some JSON", [file("results.json", "application/json")]],
])("leaves %s to others", (_, files) => {
  expect(names(...files)).toEqual([]);
});
