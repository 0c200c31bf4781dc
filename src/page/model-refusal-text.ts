import type { ModelRefusal } from "#shared";

/** Why a model file was refused, and what helps: one or two sentences for each reason. */
export const modelRefusalText: Readonly<Record<ModelRefusal, string>> = {
  "no-model":
    "There is no model in it: an .onnx, a .tflite or a TensorFlow.js model.json is needed.",
  "several-models": "There are several models in it. Choose one of them.",
  "unknown-format": "It is none of ONNX, TFLite and TensorFlow.js, the formats that run here.",
  mislabelled: "Its content is of another format than its name says. Rename it and try again.",
  "html-instead-of-model":
    "It is a web page, not a model; the address may need a sign-in. Download the file itself.",
  "pointer-instead-of-model":
    "It only points to the model (Git LFS). Download the file itself, not the repository's entry.",
  "missing-shard":
    "A file with its weights is missing. Choose model.json together with all its .bin files.",
  "missing-external-data":
    "A file with its weights is missing. Choose the .onnx together with the files beside it.",
  truncated: "The file ends too early. Download it again.",
  malformed: "The file is damaged: a number in it cannot be. Download it again.",
  "too-deep": "Its parts are nested deeper than any real model's, so it was not read further.",
  "too-large": "It is larger than what can be read here.",
  bomb: "The ZIP would unpack to far more than a model, so it was not opened.",
  "nested-zip": "There is a ZIP inside the ZIP. Unpack it and choose what is inside.",
  "bad-path": "The ZIP wants to write outside its folder, so it was not opened.",
  "bad-zip": "The ZIP is damaged. Download it again.",
  "zip-method": "The ZIP is encrypted or packed in a rare way. Unpack it and choose the files.",
  "bad-labels": "The labels are not readable: one label a line, or a JSON list, is needed.",
  "no-picture-input":
    "It takes no picture: none of its inputs has a width, a height and one or three colours.",
  "unsupported-weights": "Its weights are stored in a way that is not read here.",
  "cannot-repair": "This change does not fit this model. The model itself is as it was.",
};
