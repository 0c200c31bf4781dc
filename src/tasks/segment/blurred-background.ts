import type { Size } from "#shared";
import { maskCanvas } from "./mask-canvas.ts";
import { holeTable } from "./mask-pixels.ts";
import { scratch } from "./scratch.ts";
import type { PersonMask } from "./task.ts";

/** Pixels along the shorter side of what is left of a background: at the smallest and largest amount. */
const least = { blur: 96, all: 10 } as const;
/** What is seen where a person fills the whole frame. */
const emptyColour = "#2b333b";

/** Pixels along the shorter side that a blur of an amount, 0 … 1, leaves. */
export function blurredSide(amount: number): number {
  return Math.round(least.blur * (least.all / least.blur) ** Math.min(1, Math.max(0, amount)));
}

/** The sizes on the way from a frame to what a blur leaves of it, each half the one before. */
export function halves({ width, height }: Size, side: number): readonly Size[] {
  const sizes: Size[] = [];
  let scale = 1;
  const smallest = Math.min(1, side / Math.min(width, height));
  do {
    scale = Math.max(smallest, scale / 2);
    sizes.push({
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
    });
  } while (scale > smallest);
  return sizes;
}

/**
 * A frame without its people, blurred: shrunk to few pixels, and the hole that a person leaves filled
 * from around it, the pull-push way (Gortler et al., "The Lumigraph", 1996), so that no glow of their
 * colours surrounds them. Drawn larger with smoothing it is the blurred background. Shrinking is fast
 * everywhere; the blur filter of canvases is not, and some browsers have none.
 */
export function blurredBackground(
  image: CanvasImageSource,
  mask: PersonMask,
  frame: Size,
  amount: number,
): OffscreenCanvas {
  const sizes = halves(frame, blurredSide(amount));
  let source: CanvasImageSource = image;
  for (const [level, { width, height }] of sizes.entries()) {
    const context = scratch(`half-${level}`, width, height);
    context.drawImage(source, 0, 0, width, height);
    if (level === 0) {
      context.globalCompositeOperation = "destination-out";
      context.drawImage(maskCanvas(mask, holeTable), 0, 0, width, height);
    }
    source = context.canvas;
  }
  const { width, height } = sizes.at(-1) ?? frame;
  return smooth(filled(source, width, height));
}

/** Fills what is see-through from ever coarser copies, the coarsest lowest. */
function filled(small: CanvasImageSource, width: number, height: number): OffscreenCanvas {
  const coarser: CanvasImageSource[] = [small];
  let source = small;
  for (const [level, size] of halves({ width, height }, 1).entries()) {
    const context = scratch(`pull-${level}`, size.width, size.height);
    context.drawImage(source, 0, 0, size.width, size.height);
    source = context.canvas;
    coarser.push(source);
  }
  const context = scratch("filled", width, height);
  context.fillStyle = emptyColour;
  context.fillRect(0, 0, width, height);
  for (const copy of coarser.reverse()) {
    // Each time more opaque: at an edge the colours of the background, not those below, must win.
    for (let time = 0; time < 3; time += 1) context.drawImage(copy, 0, 0, width, height);
  }
  return context.canvas;
}

/** Doubles twice: one large step of a canvas would show its squares. */
function smooth(small: OffscreenCanvas): OffscreenCanvas {
  const twice = scratch("twice", small.width * 2, small.height * 2);
  twice.drawImage(small, 0, 0, small.width * 2, small.height * 2);
  const more = scratch("more", small.width * 4, small.height * 4);
  more.drawImage(twice.canvas, 0, 0, small.width * 4, small.height * 4);
  return more.canvas;
}
