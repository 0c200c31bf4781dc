import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { PinnedFile } from "#shared";

/** The lower-case hex SHA-256 of some bytes. */
export function sha256Of(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** A folder of generated files under `public/`, owned whole: what is not kept is removed. */
export class ServedFolder {
  readonly #root: string;
  readonly #kept = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Keeps a file if it is there with exactly these bytes; the disk is read, no stamp is trusted. */
  keepIf(name: string, { bytes, sha256 }: Pick<PinnedFile, "bytes" | "sha256">): boolean {
    const path = join(this.#root, name);
    if (!existsSync(path)) return false;
    const content = readFileSync(path);
    if (content.length !== bytes || sha256Of(content) !== sha256) return false;
    this.#kept.add(name);
    return true;
  }

  /** Keeps a file with this content, written only where it differs. */
  put(name: string, content: Uint8Array): void {
    if (this.keepIf(name, { bytes: content.length, sha256: sha256Of(content) })) return;
    const path = join(this.#root, name);
    mkdirSync(dirname(path), { recursive: true });
    // Renamed into place, so that a stopped build leaves no half file under a good name.
    writeFileSync(`${path}.part`, content);
    renameSync(`${path}.part`, path);
    this.#kept.add(name);
  }

  /** Removes every file that was not kept; returns their names. */
  removeOthers(): readonly string[] {
    if (!existsSync(this.#root)) return [];
    const stale = readdirSync(this.#root, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.#root.length + 1))
      .filter((name) => !this.#kept.has(name.replaceAll("\\", "/")));
    for (const name of stale) rmSync(join(this.#root, name));
    return stale;
  }
}
