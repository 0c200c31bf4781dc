import type { Page } from "@playwright/test";

interface Keeper {
  /** JPEG files as data addresses. */
  readonly frames: string[];
  stop(): void;
}

/**
 * From the next page on, keeps every different picture that the viewfinder shows, looking as often as the
 * browser paints: whatever is visible of video and canvases, one over the other as they lie. The still of the
 * drawn sample, which stands there before anything runs, is no frame.
 */
export async function keepShownFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const frames: string[] = [];
    let running = true;
    Object.assign(window, {
      shownFrames: {
        frames,
        stop() {
          running = false;
        },
      },
    });
    const canvas = document.createElement("canvas");
    const small = document.createElement("canvas");
    small.width = 48;
    small.height = 36;
    const context = canvas.getContext("2d");
    const glance = small.getContext("2d", { willReadFrequently: true });
    let last = "";
    const look = (): void => {
      if (running) requestAnimationFrame(look);
      const root = document.querySelector(".viewfinder");
      if (!root || !context || !glance) return;
      const bounds = root.getBoundingClientRect();
      canvas.width = Math.max(1, Math.round(bounds.width));
      canvas.height = Math.max(1, Math.round(bounds.height));
      let drawn = 0;
      for (const element of root.querySelectorAll<HTMLVideoElement | HTMLCanvasElement>(
        "video, canvas:not(.still)",
      )) {
        const { left, top, width, height } = element.getBoundingClientRect();
        const isSeen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        if (!isSeen || width < 1 || height < 1) continue;
        if (element instanceof HTMLVideoElement && element.readyState < 2) continue;
        context.drawImage(element, left - bounds.left, top - bounds.top, width, height);
        drawn += 1;
      }
      if (drawn === 0) return;
      glance.drawImage(canvas, 0, 0, small.width, small.height);
      const { data } = glance.getImageData(0, 0, small.width, small.height);
      const now = data.join();
      if (now === last) return;
      last = now;
      frames.push(canvas.toDataURL("image/jpeg", 0.92));
    };
    requestAnimationFrame(look);
  });
}

/** How many were kept by now. */
export function shownCount(page: Page): Promise<number> {
  return page.evaluate(
    () => (window as unknown as { shownFrames: Keeper }).shownFrames.frames.length,
  );
}

/** Stops looking and answers with all that was kept, in order. */
export async function takeShownFrames(page: Page): Promise<Buffer[]> {
  const frames = await page.evaluate(() => {
    const { shownFrames } = window as unknown as { shownFrames: Keeper };
    shownFrames.stop();
    return shownFrames.frames;
  });
  return frames.map((address) => Buffer.from(address.split(",")[1] ?? "", "base64"));
}
