import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { AppError, type ModelRefusal } from "#shared";
import type { ModelFile } from "../report.ts";
import { onnxClassifier } from "../test-models/onnx-models.ts";
import { tfjsGraph, tfjsLayers } from "../test-models/tfjs-models.ts";
import { tfliteClassifier } from "../test-models/tflite-models.ts";
import { openModelFiles } from "./open-model-files.ts";

const text = (name: string, content: string): ModelFile => ({ name, bytes: strToU8(content) });
const named = (name: string, { bytes }: ModelFile): ModelFile => ({ name, bytes });
const zip = (files: readonly ModelFile[], folder = ""): ModelFile => ({
  name: "model.zip",
  bytes: zipSync(Object.fromEntries(files.map(({ name, bytes }) => [folder + name, bytes]))),
});

const [onnx = text("", "")] = onnxClassifier();
const external = onnxClassifier({ weights: "external" });
const tflite = tfliteClassifier("float");
const graph = tfjsGraph();
const [json = text("", ""), firstShard = text("", ""), secondShard = text("", "")] = graph;

describe("openModelFiles", { timeout: 60_000 }, () => {
  it.each([
    ["an .onnx", [onnx], "onnx", ["classifier.onnx"]],
    ["an .onnx with another ending", [named("weights", onnx)], "onnx", ["weights"]],
    ["external data beside it", external, "onnx", ["classifier.onnx", "weights.bin"]],
    [
      "external data in any order, in a folder",
      [...external].reverse().map((file) => named(`a/b/${file.name}`, file)),
      "onnx",
      ["a/b/classifier.onnx", "weights.bin"],
    ],
    ["a .tflite", [tflite], "tflite", ["classifier-float.tflite"]],
    ["a graph model", graph, "tfjs", ["model.json", firstShard.name, secondShard.name]],
    ["a layers model", tfjsLayers(), "tfjs", ["model.json", firstShard.name, secondShard.name]],
    ["a ZIP", [zip(graph)], "tfjs", ["model.json", firstShard.name, secondShard.name]],
    [
      "a ZIP of a folder, with what macOS adds",
      [zip([...external, text("__MACOSX/._x", "x"), text(".DS_Store", "x")], "")],
      "onnx",
      ["classifier.onnx", "weights.bin"],
    ],
    ["a model with a readme", [text("README.md", "# hello"), onnx], "onnx", ["classifier.onnx"]],
  ] as const)("opens %s", (_, files, format, names) => {
    const opened = openModelFiles(files);
    expect(opened.format).toBe(format);
    expect(opened.files.map(({ name }) => name)).toEqual(names);
    expect(opened.labels).toBeUndefined();
  });

  it.each([
    ["lines", text("labels.txt", "cat\r\ndog\r\n\r\n"), ["cat", "dog"]],
    ["numbered lines", text("labels.txt", "0 cat\n2 big dog\n"), ["cat", "", "big dog"]],
    ["numbers with colons", text("coco.names", "0: cat\n1: dog"), ["cat", "dog"]],
    [
      "a line with a number in it",
      text("labels.txt", "3d printer\n2 cats"),
      ["3d printer", "2 cats"],
    ],
    ["a JSON list", text("labels.json", '["cat","dog"]'), ["cat", "dog"]],
    ["a JSON table", text("labels.json", '{"1":"dog","0":"cat"}'), ["cat", "dog"]],
    ["a table the other way round", text("labels.json", '{"cat":0,"dog":1}'), ["cat", "dog"]],
    ["ImageNet's table", text("class_index.labels.json", '{"0":["n1","tench"]}'), ["tench"]],
    ["a configuration", text("config.json", '{"id2label":{"0":"cat"}}'), ["cat"]],
    ["objects", text("labels.json", '[{"name":"cat"}]'), ["cat"]],
    [
      "text with an HTML tag, as text",
      text("labels.txt", "<b>cat</b>\ndog"),
      ["<b>cat</b>", "dog"],
    ],
    ["control characters, left out", text("labels.txt", "c\u001bat\ndog"), ["cat", "dog"]],
  ] as const)("takes labels from %s", (_, labels, expected) => {
    expect(openModelFiles([onnx, labels])).toMatchObject({
      labels: expected,
      labelsFile: labels.name,
    });
  });

  it.each<readonly [ModelRefusal, string, readonly ModelFile[]]>([
    ["no-model", "nothing", []],
    ["no-model", "texts only", [text("a.md", "a"), text("b.md", "b")]],
    [
      "unknown-format",
      "a picture",
      [{ name: "a.png", bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1) }],
    ],
    [
      "unknown-format",
      "a Keras file",
      [{ name: "a.h5", bytes: Uint8Array.of(0x89, 0x48, 0x44, 0x46) }],
    ],
    ["unknown-format", "any text as .onnx", [text("a.onnx", "hello, this is some text")]],
    ["mislabelled", "a .tflite called .onnx", [named("a.onnx", tflite)]],
    ["mislabelled", "an .onnx called .tflite", [named("a.tflite", onnx)]],
    ["html-instead-of-model", "a web page", [text("a.onnx", "<!DOCTYPE html><html>")]],
    ["html-instead-of-model", "a web page without a name", [text("model", "\n <html lang=en>")]],
    [
      "pointer-instead-of-model",
      "a pointer",
      [text("a.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:aa")],
    ],
    ["several-models", "two models", [onnx, tflite]],
    ["truncated", "an empty file", [text("a.onnx", "")]],
    [
      "truncated",
      "half an .onnx",
      [{ ...onnx, bytes: onnx.bytes.slice(0, onnx.bytes.length / 2) }],
    ],
    ["missing-external-data", "an .onnx without its data", external.slice(0, 1)],
    ["truncated", "half the data", [external[0] ?? onnx, named("weights.bin", text("", "short"))]],
    ["missing-shard", "a shard missing", [json, firstShard]],
    [
      "truncated",
      "half a shard",
      [json, firstShard, { ...secondShard, bytes: secondShard.bytes.slice(9) }],
    ],
    [
      "truncated",
      "half a model.json",
      [{ ...json, bytes: json.bytes.slice(0, -40) }, firstShard, secondShard],
    ],
    [
      "bad-path",
      "a manifest that points outside",
      [
        text(
          "model.json",
          JSON.stringify({
            modelTopology: {},
            weightsManifest: [{ paths: ["../../etc/x"], weights: [] }],
          }),
        ),
      ],
    ],
    [
      "bad-labels",
      "labels that are bytes",
      [onnx, { name: "labels.txt", bytes: Uint8Array.of(65, 0, 66) }],
    ],
    ["bad-labels", "JSON of something else", [onnx, text("labels.json", '{"a":{"b":1}}')]],
    [
      "bad-labels",
      "labels in labels without end",
      [onnx, text("labels.json", `${'{"labels":'.repeat(99)}1${"}".repeat(99)}`)],
    ],
    ["bad-zip", "half a ZIP", [{ name: "a.zip", bytes: zip([onnx]).bytes.slice(0, 200) }]],
    ["bad-zip", "an empty ZIP", [zip([])]],
    ["nested-zip", "a ZIP in a ZIP", [zip([zip([onnx])])]],
    ["bad-path", "an entry above its folder", [zip([onnx], "../")]],
    ["bad-path", "an entry from the root", [zip([onnx], "/")]],
    ["bad-path", "an entry of Windows", [zip([onnx], "C:\\")]],
    [
      "too-large",
      "a ZIP of too many files",
      [zip(Array.from({ length: 5_000 }, (_, at) => text(`${at}`, "")))],
    ],
    ["bomb", "a ZIP of zeros", [zip([{ name: "a.bin", bytes: new Uint8Array(48 * 2 ** 20) }])]],
  ])("refuses as %s: %s", (code, _, files) => {
    let thrown: unknown;
    try {
      openModelFiles(files);
    } catch (error) {
      thrown = error;
    }
    expect(AppError.is(thrown, "model-refused") && thrown.details.code).toBe(code);
  });

  it("refuses an encrypted ZIP by name", () => {
    const locked = zip([onnx]);
    locked.bytes[6] = (locked.bytes[6] ?? 0) | 1;
    expect(() => openModelFiles([locked])).toThrow(/zip-method/);
  });
});
