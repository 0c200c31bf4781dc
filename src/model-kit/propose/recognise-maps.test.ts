import { describe, expect, it } from "vitest";
import { examineModel } from "../examine-model.ts";
import { openModelFiles } from "../open/open-model-files.ts";
import type { ModelProposal } from "../report.ts";
import { onnxWithPorts } from "../test-models/onnx-models.ts";
import { proposeUse } from "./propose-use.ts";

type Sizes = Readonly<Record<string, readonly (number | string)[]>>;

function proposed(
  input: readonly (number | string)[],
  outputs: Sizes,
  more: { opType?: string; metadata?: Readonly<Record<string, string>> } = {},
): ModelProposal {
  const opened = openModelFiles([onnxWithPorts({ images: input }, outputs, more)]);
  return proposeUse(examineModel(opened), opened);
}

describe("what lies over the picture", () => {
  it.each<readonly [string, ModelProposal, string, object]>([
    ["depths", proposed([1, 3, 256, 256], { o: [1, 256, 256] }), "raw", { outputs: ["o"] }],
    [
      "U²-Net, whose first mask is the one",
      proposed(
        [1, 3, 320, 320],
        { d0: [1, 1, 320, 320], d1: [1, 1, 320, 320], d2: [1, 1, 320, 320] },
        { opType: "Sigmoid" },
      ),
      "person-mask",
      { output: "d0", scores: "probabilities" },
    ],
    [
      "a matte beside its picture",
      proposed([1, 3, 256, 256], { fgr: [1, 3, 256, 256], pha: [1, 1, 256, 256] }),
      "person-mask",
      { output: "pha" },
    ],
    [
      "a brighter picture beside its steps",
      proposed([1, 3, 256, 256], { curves: [1, 24, 1, 1], enhanced: [1, 3, 256, 256] }),
      "image",
      { output: "enhanced", scale: 1 },
    ],
    [
      "classes of pixels beside others for training",
      proposed([1, 3, 520, 520], { out: [1, 21, 520, 520], aux: [1, 21, 520, 520] }),
      "semantic",
      { output: "out", classes: 21 },
    ],
    [
      "a picture whose sides follow from those of the input alone",
      proposed(["n", 3, "h", "w"], { o: ["a", "b", "c", "d"] }, { opType: "Relu" }),
      "image",
      { output: "o", channels: 3, scale: 1 },
    ],
    [
      "nothing where they do not follow",
      proposed(["n", 3, "h", "w"], { o: ["a", "b", "c", "d"] }),
      "raw",
      { outputs: ["o"] },
    ],
  ])("is recognised: %s", (_, proposal, id, parameters) => {
    expect(proposal.decoder.id).toBe(id);
    expect(proposal.decoder.parameters).toMatchObject(parameters);
  });
});
