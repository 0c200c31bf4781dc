import type { onnx } from "../onnx/generated/onnx.js";
import type { OnnxEdit, Weight } from "./onnx-edit.ts";

type Node = onnx.Node.$Properties;

/**
 * Puts the scales that follow products which were made float into their weights: `Conv` → `Cast` → `Mul` by
 * a stored scale, or by one times 1, becomes `Conv`. Engines then fuse it with what follows, which the scale
 * between them forbids.
 * @param products the nodes that were made float
 * @param ones names of constants that are 1
 * @returns names of weights that may be read by nobody now
 */
export function foldScales(
  edit: OnnxEdit,
  products: ReadonlySet<Node>,
  ones: ReadonlySet<string>,
): ReadonlySet<string> {
  const { graph } = edit.file;
  const kept = new Set(graph.output.map(({ name }) => name ?? ""));
  const readers = new Map<string, Node[]>();
  const makers = new Map<string, Node>();
  for (const node of graph.node) {
    for (const name of node.input ?? []) readers.set(name, [...(readers.get(name) ?? []), node]);
    for (const name of node.output ?? []) makers.set(name, node);
  }
  const onlyReader = (name: string, opType: string): Node | undefined => {
    const [reader, ...others] = readers.get(name) ?? [];
    const fits = others.length === 0 && reader?.opType === opType && !kept.has(name);
    return fits ? reader : undefined;
  };
  const gone = new Set<Node>();
  const scalings = new Set<Node>();
  const unread = new Set<string>();
  for (const product of products) {
    const cast = onlyReader(product.output?.[0] ?? "", "Cast");
    const to = cast?.attribute?.find(({ name }) => name === "to")?.i;
    const plain = cast?.output?.[0] ?? "";
    const mul = cast && Number(to) === 1 ? onlyReader(plain, "Mul") : undefined;
    if (!cast || !mul) continue;
    const factor = mul.input?.find((name) => name !== plain) ?? "";
    const scaling = makers.get(factor);
    const isTimesOne = scaling?.opType === "Mul" && scaling.input?.some((name) => ones.has(name));
    const scaleName = isTimesOne ? scaling?.input?.find((name) => !ones.has(name)) : factor;
    const scaled = scaledWeights(edit, product, edit.weight(scaleName));
    if (!scaled) continue;
    const old = product.input?.[1] ?? "";
    product.input = [product.input?.[0] ?? "", scaled];
    product.output = [mul.output?.[0] ?? ""];
    gone.add(cast).add(mul);
    if (isTimesOne && scaling && !kept.has(factor)) scalings.add(scaling);
    for (const name of [old, scaleName ?? "", ...ones]) unread.add(name);
  }
  for (const scaling of scalings) {
    const own = readers.get(scaling.output?.[0] ?? "") ?? [];
    if (own.every((reader) => gone.has(reader))) gone.add(scaling);
  }
  graph.node = graph.node.filter((node) => !gone.has(node));
  return unread;
}

/** The weights times a scale for all, or for each channel of the result; undefined where it is neither. */
function scaledWeights(
  edit: OnnxEdit,
  product: Node,
  scale: Weight | undefined,
): string | undefined {
  const name = product.input?.[1] ?? "";
  const weight = edit.weight(name);
  if (!weight || !scale) return undefined;
  const { shape } = weight.stored;
  const isConvolution = product.opType === "Conv";
  const channels = shape[isConvolution ? 0 : shape.length - 1] ?? 1;
  const inner = isConvolution ? shape.slice(1).reduce((all, size) => all * size, 1) : 1;
  const { numbers } = scale;
  if (numbers.length !== 1) {
    // Its channels have to stand where the result's do.
    const behind = isConvolution ? shape.length - 2 : 0;
    const place = scale.stored.shape.length - 1 - behind;
    if (numbers.length !== channels || scale.stored.shape[place] !== channels) return undefined;
  }
  const scaled = Float32Array.from(weight.numbers, (number, index) => {
    const channel = Math.floor(index / inner) % channels;
    return number * (numbers[numbers.length === 1 ? 0 : channel] ?? 1);
  });
  return edit.addFloats(name, shape, scaled);
}
