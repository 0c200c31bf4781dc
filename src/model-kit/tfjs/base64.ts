const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Short ASCII text from base64, which is how `model.json` writes texts; what is no digit is skipped. */
export function base64ToText(text: string): string {
  let bits = 0;
  let held = 0;
  let out = "";
  for (const letter of text) {
    const digit = digits.indexOf(letter);
    if (digit < 0) continue;
    bits = ((bits << 6) | digit) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += String.fromCharCode((bits >> held) & 0xff);
  }
  return out;
}

/** Short ASCII text as base64. */
export function textToBase64(text: string): string {
  let out = "";
  for (let at = 0; at < text.length; at += 3) {
    const three = [0, 1, 2].map((next) => text.charCodeAt(at + next) || 0);
    const bits = ((three[0] ?? 0) << 16) | ((three[1] ?? 0) << 8) | (three[2] ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => digits[(bits >> shift) & 63] ?? "").join("");
    const used = Math.min(3, text.length - at) + 1;
    out += letters.slice(0, used).padEnd(4, "=");
  }
  return out;
}
