import { strFromU8, strToU8 } from "fflate";
import type { ModelFile } from "../report.ts";

/** A whole number from 0 to below a bound. */
export type Random = (below: number) => number;

/** The same whole numbers at every run (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const interesting = [0, 1, 0x7f, 0x80, 0xff] as const;

const mutations: readonly Mutation[] = [
  // Cut.
  (bytes, random) => bytes.slice(0, random(bytes.length)),
  // One to sixteen bits turned.
  (bytes, random) => {
    for (let count = 1 + random(16); count > 0; count -= 1) {
      const at = random(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
    return bytes;
  },
  // Lengths, offsets and numbers replaced by extreme ones.
  (bytes, random) => {
    const at = random(bytes.length);
    const value = interesting[random(interesting.length)] ?? 0;
    return bytes.fill(value, at, Math.min(bytes.length, at + 1 + random(8)));
  },
  // A 32-bit number anywhere.
  (bytes, random) => {
    const at = random(Math.max(1, bytes.length - 4));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length >= at + 4)
      view.setUint32(at, random(2) ? random(2 ** 16) : 2 ** 32 - 1 - random(64), true);
    return bytes;
  },
  // A part doubled where it stands, or moved.
  (bytes, random) => {
    const from = random(bytes.length);
    const part = bytes.slice(from, from + 1 + random(64));
    const to = random(2) ? from : random(bytes.length);
    const joined = new Uint8Array(bytes.length + part.length);
    joined.set(bytes.subarray(0, to));
    joined.set(part, to);
    joined.set(bytes.subarray(to), to + part.length);
    return joined;
  },
  // A part taken out.
  (bytes, random) => {
    const from = random(bytes.length);
    const count = 1 + random(32);
    return Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(from + count)]);
  },
];

const strange = [
  null,
  -1,
  1e308,
  0.5,
  "",
  "x".repeat(70_000),
  [],
  {},
  [[]],
  true,
  2 ** 40,
] as const;

/** Replaces, doubles or drops one value anywhere in the JSON of a model. */
function mutateJson(bytes: Uint8Array, random: Random): Uint8Array {
  const json = JSON.parse(strFromU8(bytes));
  let place: Record<string, unknown> = json;
  for (;;) {
    const keys = Object.keys(place);
    const key = keys[random(keys.length)];
    if (key === undefined) break;
    const value = place[key];
    const inner = typeof value === "object" && value !== null && Object.keys(value).length > 0;
    if (inner && random(8) !== 0) {
      place = value as Record<string, unknown>;
      continue;
    }
    const kind = random(4);
    if (kind === 0) delete place[key];
    else if (kind === 1) place[`${key}${random(9)}`] = value;
    else place[key] = strange[random(strange.length)];
    break;
  }
  return strToU8(JSON.stringify(json));
}

/** A model with one of its files damaged: mostly the graph, sometimes what lies beside it. */
export function damaged(base: readonly ModelFile[], random: Random): readonly ModelFile[] {
  const mutate = mutations[random(mutations.length)];
  const target = random(8) === 0 ? random(base.length) : 0;
  return base.map(({ name, bytes }, place) => {
    if (place !== target || !mutate) return { name, bytes };
    const isJson = name.endsWith(".json") && random(2) === 0;
    return { name, bytes: (isJson ? mutateJson : mutate)(bytes.slice(), random) };
  });
}
