/** The browser begins to read what it saves only after the press; until then its address must live. */
const addressLivesMs = 60_000;

/** Hands a file to the person as a download: it stays theirs, whatever becomes of this page. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), addressLivesMs);
}

/** Whether this browser can share these files with other apps. */
export function canShare(files: readonly File[]): boolean {
  return typeof navigator.canShare === "function" && navigator.canShare({ files: [...files] });
}

/** Opens the system's sheet for sharing; resolves also when the person closes it again. */
export async function shareFiles(files: readonly File[]): Promise<void> {
  await navigator.share({ files: [...files] }).catch(() => undefined);
}

/** A name by the moment, as files of cameras have: `localens-2026-05-04-13-05-59`. */
export function nameOfMoment(moment: Date): string {
  const parts = [
    moment.getFullYear(),
    moment.getMonth() + 1,
    moment.getDate(),
    moment.getHours(),
    moment.getMinutes(),
    moment.getSeconds(),
  ].map((part) => String(part).padStart(2, "0"));
  return `localens-${parts.join("-")}`;
}
