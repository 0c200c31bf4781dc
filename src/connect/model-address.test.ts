import { expect, it } from "vitest";
import { readAddress } from "./model-address.ts";

it.each([
  ["https://example.org/a/model.onnx?x=1", "https://example.org/a/model.onnx?x=1", "model.onnx"],
  ["  example.org/m.tflite ", "https://example.org/m.tflite", "m.tflite"],
  [
    "https://huggingface.co/owner/repo/blob/main/onnx/model.onnx",
    "https://huggingface.co/owner/repo/resolve/main/onnx/model.onnx",
    "model.onnx",
  ],
  [
    "https://github.com/owner/repo/blob/main/models/a.onnx",
    "https://raw.githubusercontent.com/owner/repo/main/models/a.onnx",
    "a.onnx",
  ],
  [
    "https://github.com/owner/repo/raw/v1/a.zip",
    "https://raw.githubusercontent.com/owner/repo/v1/a.zip",
    "a.zip",
  ],
  [
    "https://example.org/two%20words.onnx",
    "https://example.org/two%20words.onnx",
    "two words.onnx",
  ],
  ["https://example.org/", "https://example.org/", "model"],
])("fetches %s from %s", (typed, url, name) => {
  expect(readAddress(typed)).toEqual({ url, name });
});

it.each([
  ["", "not-an-address"],
  ["model.onnx in my folder", "not-an-address"],
  ["https://", "not-an-address"],
  ["http://example.org/a.onnx", "not-https"],
  ["file:///etc/passwd", "not-https"],
  ["javascript:alert(1)", "not-https"],
])("refuses %s", (typed, fault) => {
  expect(readAddress(typed)).toBe(fault);
});
