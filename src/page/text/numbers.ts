/** Bytes as people read them: "812 B", "430 kB", "4.4 MB", "11 GB". Decimal units, as stores and networks use. */
export function bytesInWords(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`;
  if (bytes < 999_500_000) return `${shortly(bytes / 1_000_000)} MB`;
  return `${shortly(bytes / 1_000_000_000)} GB`;
}

/** A number with one decimal below ten, and none from there on. */
function shortly(value: number): string {
  return value < 9.95 ? value.toFixed(1) : String(Math.round(value));
}

/** A moment of a video as players show it: "0:07", "12:30", "1:02:03". */
export function timeInWords(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const padded = String(rest).padStart(2, "0");
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, "0")}:${padded}`
    : `${minutes}:${padded}`;
}
