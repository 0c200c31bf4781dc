/** Longer names are cut, with room for a counter and an ending. */
const longest = 120;
/** Names that Windows keeps for devices, whatever their ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name that every system takes for a file of a folder: without path separators, control characters
 * and what Windows refuses, never empty, never hidden, at most 120 characters.
 */
export function safeFileName(name: string): string {
  const clean = name
    .normalize("NFC")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be left out
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .replaceAll(/[<>:"/\\|?*]/g, "_")
    .replace(/^[\s.]+/, "")
    .replace(/[\s.]+$/, "");
  const free = reserved.test(clean) ? `_${clean}` : clean;
  if (free === "") return "file";
  const { stem, ending } = splitName(free);
  // By characters, so that none is cut in half.
  const kept = [...stem].slice(0, Math.max(1, longest - [...ending].length)).join("");
  return `${kept.trimEnd()}${ending}`;
}

/** A name in two: `photo.tar.gz` is `photo.tar` and `.gz`; only short endings count. */
export function splitName(name: string): { readonly stem: string; readonly ending: string } {
  const ending = /(?<=.)\.[^.\s]{1,8}$/.exec(name)?.[0] ?? "";
  return { stem: name.slice(0, name.length - ending.length), ending };
}

/** Gives each file of a folder a safe name of its own: `a.jpg`, `a (2).jpg`. */
export class FileNames {
  readonly #taken = new Set<string>();

  /** A safe name that was not given before; upper and lower case do not tell two names apart. */
  take(name: string): string {
    const safe = safeFileName(name);
    const { stem, ending } = splitName(safe);
    let unique = safe;
    for (let count = 2; this.#taken.has(unique.toLowerCase()); count += 1) {
      unique = `${stem} (${count})${ending}`;
    }
    this.#taken.add(unique.toLowerCase());
    return unique;
  }
}
