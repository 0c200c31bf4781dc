import type { GivenFile } from "#protocol";

const modelEnding = /\.(onnx|ort|tflite|lite|zip)$/i;
const tfjsName = /(^|\/)model[^/]*\.json$/i;
const pictureType = /^(image|video|audio)\//;

/**
 * What belongs to a model among dropped files: nothing where none of them is a model, else all that is
 * neither picture nor video (weights, labels), by its path within the folder that was dropped.
 */
export function modelFilesAmong(files: Iterable<File>): readonly GivenFile[] {
  const all = [...files];
  if (!all.some((file) => modelEnding.test(file.name) || tfjsName.test(pathOf(file)))) return [];
  return all
    .filter(({ type }) => !pictureType.test(type))
    .map((file) => ({ name: pathOf(file), blob: file }));
}

/** Chosen files as a model's, whatever their names are. */
export function asModelFiles(files: Iterable<File>): readonly GivenFile[] {
  return [...files].map((file) => ({ name: pathOf(file), blob: file }));
}

function pathOf(file: File): string {
  return file.webkitRelativePath || file.name;
}
