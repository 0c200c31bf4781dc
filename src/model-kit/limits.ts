/** What readers of model files allow; far above real models that a browser could run. */
export const limits = {
  /** All files of one model together: what 32-bit engines could still hold twice. */
  modelBytes: 2 ** 30,
  /** Files that come together, and entries of a ZIP. */
  files: 4096,
  /** Fields and numbers in lists: each becomes an object or a slot of at most 100 bytes here. */
  parts: 500_000,
  /** Steps of a graph, subgraphs included. */
  nodes: 50_000,
  /** Tables of a flatbuffer, as often as they are referred to: each becomes some 300 bytes here. */
  tables: 200_000,
  /** Subgraphs within subgraphs. */
  depth: 16,
  /** Names of tensors and operators, each. */
  nameBytes: 65_536,
  /** All names together. */
  textBytes: 16 * 2 ** 20,
  rank: 16,
  /** Elements of a constant that shape inference follows. */
  constantElements: 1024,
  /** All of them together; beyond it, values are no longer followed. */
  followedElements: 200_000,
  /** JSON of a TF.js model. */
  jsonBytes: 16 * 2 ** 20,
  jsonValues: 1_000_000,
  jsonDepth: 200,
  labels: 100_000,
  labelBytes: 8 * 2 ** 20,
  metadataBytes: 2 ** 20,
} as const;
