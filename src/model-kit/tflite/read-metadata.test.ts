import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { examineModel } from "../examine-model.ts";
import { openModelFiles } from "../open/open-model-files.ts";
import { proposeUse } from "../propose/propose-use.ts";
import { tfliteClassifier } from "../test-models/tflite-models.ts";

/** A ZIP of one file behind a model, its offsets counted from the model's start, as writers do. */
function withZipped(name: string, content: string) {
  const model = tfliteClassifier("float");
  const zip = zipSync({ [name]: strToU8(content) });
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - 22;
  const directory = view.getUint32(end + 16, true);
  view.setUint32(directory + 42, view.getUint32(directory + 42, true) + model.bytes.length, true);
  view.setUint32(end + 16, directory + model.bytes.length, true);
  const bytes = new Uint8Array(model.bytes.length + zip.length);
  bytes.set(model.bytes);
  bytes.set(zip, model.bytes.length);
  const opened = openModelFiles([{ name: model.name, bytes }]);
  const report = examineModel(opened);
  return { report, proposal: proposeUse(report, opened) };
}

const python =
  "{'description': 'Ultralytics YOLOv8n-cls model', 'author': 'Ultralytics', 'task': 'classify', 'imgsz': [16, 16], 'stride': 1, 'names': {0: 'a', 1: 'b', 2: \"it's\", 3: 'd', 4: 'e'}}";

describe("readMetadata", () => {
  it("reads labels that are zipped behind the tables", () => {
    const { report, proposal } = withZipped("labelmap.txt", "a\nb\nc\nd\ne\n");
    expect(report.foundLabels).toEqual([
      { from: "labelmap.txt", labels: ["a", "b", "c", "d", "e"] },
    ]);
    expect(proposal).toMatchObject({ labelSource: "metadata", labels: ["a", "b", "c", "d", "e"] });
  });

  it.each([
    ["Python", "temp_meta.txt", python],
    [
      "JSON",
      "metadata.json",
      JSON.stringify({
        author: "Ultralytics",
        task: "classify",
        imgsz: [16, 16],
        stride: 1,
        names: { 0: "a", 1: "b", 2: "it's", 3: "d", 4: "e" },
      }),
    ],
  ])("takes Ultralytics' word, written in %s", (_, name, content) => {
    const { report, proposal } = withZipped(name, content);
    expect(report.foundLabels[0]?.labels).toEqual(["a", "b", "it's", "d", "e"]);
    expect(report.metadata).toEqual(
      expect.arrayContaining([
        { key: "task", value: "classify" },
        { key: "stride", value: "1" },
      ]),
    );
    expect(proposal.decoder.id).toBe("classify");
    expect(proposal.confidence).toBeGreaterThan(0.9);
    expect(proposal.input?.std).toEqual([255, 255, 255]);
  });

  it("reads a model whose archive is damaged as if there was none", () => {
    const model = tfliteClassifier("float");
    const zip = zipSync({ "labels.txt": strToU8("a\nb") });
    const bytes = Uint8Array.from([...model.bytes, ...zip]);
    const report = examineModel(openModelFiles([{ name: "a.tflite", bytes }]));
    expect(report.foundLabels).toEqual([]);
    expect(report.inputs).toHaveLength(1);
  });
});
