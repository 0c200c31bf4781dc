import { limits } from "../limits.ts";
import { refuse } from "../refuse.ts";

/** What a field of a flatbuffer's table is, by its number in the schema. */
export type FieldKind =
  /** Stored in the table itself: its bytes. */
  | { readonly inline: number }
  | "text"
  /** A vector of scalars: the bytes of each. `most`: as many as become objects here. */
  | { readonly vector: number; readonly most?: number }
  /** A vector of tables. */
  | { readonly tables: string }
  | { readonly table: string }
  /** A union: which table, by the number in the field before it; those that are not listed are not read. */
  | { readonly union: Readonly<Record<number, string>> };

/** Tables by name; fields that nobody reads may be left out. */
export type TableKinds = Readonly<Record<string, Readonly<Record<number, FieldKind>>>>;

/**
 * Checks all that the generated accessors will read before any of them does: they check nothing
 * themselves. Every offset, length and virtual table lies within the file, tables nest no deeper than the
 * schema allows, and no more of them are visited than can be held (tables may be shared, so that a small
 * file can look huge).
 * @throws AppError `model-refused`: `truncated`, `malformed`, `too-large`, `too-deep`
 */
export function verifyTables(
  file: string,
  bytes: Uint8Array,
  kinds: TableKinds,
  root: string,
): void {
  const verifier = new TableVerifier(file, bytes, kinds);
  verifier.run(root);
}

class TableVerifier {
  readonly #file: string;
  readonly #view: DataView;
  readonly #kinds: TableKinds;
  #count = 0;
  #tables = 0;
  #textBytes = 0;

  constructor(file: string, bytes: Uint8Array, kinds: TableKinds) {
    this.#file = file;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#kinds = kinds;
  }

  run(root: string): void {
    this.#table(this.#forward(0), root, 0);
  }

  #need(at: number, length: number): void {
    const size = this.#view.byteLength;
    if (at < 0 || at + length > size) {
      refuse("truncated", this.#file, `byte ${at + length} of ${size} is needed`);
    }
  }

  #counted(more: number): void {
    this.#count += more;
    if (this.#count > limits.parts) {
      refuse("too-large", this.#file, `more than ${limits.parts} parts`);
    }
  }

  /** Where an offset that is stored at a place leads. */
  #forward(at: number): number {
    this.#need(at, 4);
    const offset = this.#view.getUint32(at, true);
    if (offset === 0) refuse("malformed", this.#file, `an offset of zero at byte ${at}`);
    return at + offset;
  }

  #table(at: number, name: string, depth: number): void {
    this.#tables += 1;
    if (this.#tables > limits.tables) {
      refuse("too-large", this.#file, `more than ${limits.tables} tables`);
    }
    if (depth > limits.depth) refuse("too-deep", this.#file, `${depth} tables within each other`);
    this.#need(at, 4);
    const virtual = at - this.#view.getInt32(at, true);
    this.#need(virtual, 4);
    const virtualBytes = this.#view.getUint16(virtual, true);
    const tableBytes = this.#view.getUint16(virtual + 2, true);
    if (virtualBytes < 4 || virtualBytes % 2 !== 0) {
      refuse("malformed", this.#file, `a virtual table of ${virtualBytes} bytes`);
    }
    this.#need(virtual, virtualBytes);
    this.#need(at, tableBytes);
    const fields = this.#kinds[name] ?? {};
    for (const [number, kind] of Object.entries(fields)) {
      const slot = 4 + 2 * Number(number);
      const offset = slot < virtualBytes ? this.#view.getUint16(virtual + slot, true) : 0;
      if (offset === 0) continue;
      const place = at + offset;
      if (typeof kind === "object" && "inline" in kind) {
        this.#need(place, kind.inline);
        continue;
      }
      this.#need(place, 4);
      if (typeof kind === "object" && "union" in kind) {
        // The number of the member stands in the field before; it is one byte.
        const before = slot - 2 < virtualBytes ? this.#view.getUint16(virtual + slot - 2, true) : 0;
        const member = before === 0 ? 0 : this.#byte(at + before);
        const table = kind.union[member];
        if (table !== undefined) this.#table(this.#forward(place), table, depth + 1);
        continue;
      }
      this.#reference(place, kind, depth);
    }
  }

  #byte(at: number): number {
    this.#need(at, 1);
    return this.#view.getUint8(at);
  }

  #reference(
    place: number,
    kind: Exclude<FieldKind, { inline: number } | { union: object }>,
    depth: number,
  ): void {
    const target = this.#forward(place);
    if (typeof kind === "object" && "table" in kind) {
      this.#table(target, kind.table, depth + 1);
      return;
    }
    this.#need(target, 4);
    const length = this.#view.getUint32(target, true);
    if (kind === "text") {
      this.#textBytes += length;
      if (length > limits.nameBytes || this.#textBytes > limits.textBytes) {
        refuse("too-large", this.#file, "names are longer than any real model's");
      }
      this.#need(target + 4, length);
    } else if ("vector" in kind) {
      this.#need(target + 4, length * kind.vector);
      if (kind.most !== undefined) {
        this.#counted(length);
        if (length > kind.most) refuse("too-large", this.#file, `a list of ${length}`);
      }
    } else {
      this.#need(target + 4, length * 4);
      this.#counted(length);
      for (let index = 0; index < length; index += 1) {
        this.#table(this.#forward(target + 4 + index * 4), kind.tables, depth + 1);
      }
    }
  }
}
