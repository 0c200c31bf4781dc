import { describe, expect, it } from "vitest";
import type { PortReport } from "#model-kit";
import type { CardDecoder } from "#shared";
import { possibleDecoders } from "./possible-decoders.ts";

const raw: CardDecoder = { id: "raw", parameters: { outputs: ["y"] } };
const input = {
  width: 416,
  height: 416,
  mean: [0, 0, 0] as const,
  std: [255, 255, 255] as const,
};

function of(shape: PortReport["shape"], proposed: CardDecoder = raw): readonly CardDecoder[] {
  const y: PortReport = { name: "y", shape, symbols: [], dtype: "float32" };
  return possibleDecoders({ outputs: [y] }, input, proposed);
}

describe("how outputs could be read", () => {
  it.each<[string, readonly (number | null)[], readonly string[]]>([
    ["a list of scores", [1, 1000], ["raw", "classify", "classify", "embedding"]],
    ["scores with sides of one", [1, 1000, 1, 1], ["raw", "classify", "classify", "embedding"]],
    [
      "rows of a grid",
      [1, 3549, 85],
      ["raw", "yolox", "yolox", "yolov8", "yolov8", "yolo-turned", "nanodet", "semantic"],
    ],
    ["values by boxes", [1, 84, 8400], ["raw", "yolov8", "yolov8", "yolo-turned", "semantic"]],
    ["sorted boxes", [1, 300, 6], ["raw", "yolov8", "yolov8", "yolov8", "yolo-turned"]],
    [
      "bodies by boxes",
      [1, 56, 8400],
      ["raw", "yolov8", "yolov8", "yolo-pose", "yolo-turned", "semantic"],
    ],
    ["sorted turned boxes", [1, 300, 7], ["raw", "yolov8", "yolov8", "yolo-turned"]],
    ["scores of places", [1, 21, 65, 65], ["raw", "fastestdet", "semantic", "semantic"]],
    ["a picture", [1, 3, 240, 320], ["raw", "semantic", "image"]],
    ["one map", [1, 256, 256, 1], ["raw", "text-map", "person-mask", "image"]],
    ["maps of joints", [1, 17, 64, 48], ["raw", "fastestdet", "semantic", "semantic", "heat-maps"]],
    ["finished boxes", [null, 7], ["raw", "classify", "classify", "box-rows"]],
    ["nothing that is known", [7], ["raw", "classify", "classify"]],
    ["no shape", [], ["raw"]],
  ])("%s", (_, shape, ids) => {
    expect(of(shape).map(({ id }) => id)).toEqual(ids);
  });

  it("begins with what was proposed, and names nothing twice", () => {
    const parameters = { output: "y", classes: 10, scores: "logits", background: false } as const;
    const proposed: CardDecoder = { id: "classify", parameters };
    const found = of([1, 10], proposed);
    expect(found[0]).toBe(proposed);
    expect(found.map(({ id }) => id)).toEqual(["classify", "classify", "raw"]);
  });

  it("reads boxes that lie beside their scores, either way round", () => {
    const port = (name: string, shape: PortReport["shape"]): PortReport => {
      return { name, shape, symbols: [], dtype: "float32" };
    };
    const read = (shape: PortReport["shape"]) =>
      possibleDecoders({ outputs: [port("b", [1, 300, 4]), port("s", shape)] }, input, raw)
        .filter(({ id }) => id === "detr" || id === "box-list")
        .map(({ id, parameters }) => `${id} ${"classes" in parameters && parameters.classes}`);
    expect(read([1, 300, 92])).toEqual([
      "box-list 92",
      "box-list 92",
      "box-list 92",
      "box-list 92",
      "detr 92",
      "detr 91",
    ]);
    expect(read([1, 20, 300])).toEqual(Array(4).fill("box-list 20"));
  });

  it("reads shapes of things where another output has prototypes", () => {
    const port = (name: string, shape: PortReport["shape"]): PortReport => {
      return { name, shape, symbols: [], dtype: "float32" };
    };
    const outputs = [port("y", [1, 116, 8400]), port("p", [1, 32, 160, 160])];
    expect(possibleDecoders({ outputs }, input, raw).map(({ id }) => id)).toContain("yolo-masks");
    const [, masks] = [...possibleDecoders({ outputs }, input, raw)].filter(
      ({ id }) => id === "yolo-masks" || id === "raw",
    );
    expect(masks?.parameters).toMatchObject({ classes: 80, coefficients: 32, prototypes: "p" });
  });

  it("reads open shapes by what they come to", () => {
    const y: PortReport = {
      name: "y",
      shape: [null, null],
      symbols: [],
      dtype: "float32",
      followedShape: [1, 10],
    };
    expect(possibleDecoders({ outputs: [y] }, input, raw).map(({ id }) => id)).toEqual([
      "raw",
      "classify",
      "classify",
    ]);
  });

  it("takes the values of a picture for what went in", () => {
    const image = of([1, 3, 832, 832]).find(({ id }) => id === "image");
    expect(image?.parameters).toMatchObject({ range: "0…1", scale: 2, layout: "NCHW" });
  });
});
