import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBare } from "#browser";

const size = { width: 640, height: 160 };
const frames = 240;

/**
 * A camera over a belt: a strip of a picture through which labels pass, each with another number. The text
 * finder's input is a third of a usual frame's, and there is a line or two to read at a time.
 * @returns the path of a motion JPEG file, which goes with the machine's temporary files
 */
export async function stripClip(): Promise<string> {
  const { page, close } = await launchBare();
  try {
    const jpegs = await page.evaluate(
      ({ width, height, frames }) => {
        const canvas = document.createElement("canvas");
        Object.assign(canvas, { width, height });
        const context = canvas.getContext("2d");
        if (!context) throw new Error("no canvas");
        const apart = 480;
        return Array.from({ length: frames }, (_, frame) => {
          context.fillStyle = "#4a5157";
          context.fillRect(0, 0, width, height);
          context.font = "600 40px sans-serif";
          context.textBaseline = "middle";
          const moved = (frame / frames) * apart * 4;
          for (let label = 0; label < 8; label += 1) {
            const x = label * apart - moved;
            context.fillStyle = "#f4f1e4";
            context.fillRect(x, 40, 320, 80);
            context.fillStyle = "#1c1a12";
            context.fillText(`Box ${1204 + (label % 4) * 37}`, x + 30, 80);
          }
          return canvas.toDataURL("image/jpeg", 0.9).split(",")[1] ?? "";
        });
      },
      { ...size, frames },
    );
    const path = join(mkdtempSync(join(tmpdir(), "localens-strip-")), "strip.mjpeg");
    writeFileSync(path, Buffer.concat(jpegs.map((base64) => Buffer.from(base64, "base64"))));
    return path;
  } finally {
    await close();
  }
}
