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
