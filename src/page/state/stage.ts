import type { ViewState } from "#protocol";
import { placeInView, type Size } from "#shared";

/** The elements of the viewfinder that frames and overlays go to. */
export interface StageElements {
  readonly root: HTMLElement;
  readonly video: HTMLVideoElement;
  readonly sampleHost: HTMLElement;
  readonly overlayHost: HTMLElement;
}

/** The viewfinder's pixels: what React mounts once and then leaves alone. */
export interface Stage {
  /** React gives the elements here, and takes them back by the returned function. */
  mount(elements: StageElements): () => void;
  /** Resolves once the elements are there. */
  mounted(): Promise<StageElements>;
  /** A new overlay canvas in place of the last; null where canvases cannot be transferred. */
  freshOverlay(): OffscreenCanvas | null;
  showOverlay(bitmap: ImageBitmap): void;
  freshSampleCanvas(): HTMLCanvasElement;
  /** The pixels of the source: they decide between filling the view and bars. */
  setFrame(frame: Size | null): void;
  /** Always shows all of the source, with bars. */
  setWhole(whole: boolean): void;
  setMirrored(mirrored: boolean): void;
  /** The view's size in CSS pixels. */
  size(): Size;
  /** The source pixel under a point of the window. */
  framePoint(
    clientX: number,
    clientY: number,
  ): { readonly x: number; readonly y: number } | undefined;
}

/** The least part of a picture that must stay visible for it to fill the view; below it, bars are shown. */
const leastVisible = 0.55;

/** Fills the view where most of the picture stays visible. */
export function fillFor(frame: Size, view: Size): "cover" | "contain" {
  const shape = frame.width / frame.height / (view.width / view.height);
  return Math.min(shape, 1 / shape) >= leastVisible ? "cover" : "contain";
}

/** Creates the stage; `onView` tells each change of how the overlay is shown. */
export function createStage(onView: (view: ViewState) => void): Stage {
  let elements: StageElements | null = null;
  let frame: Size | null = null;
  let whole = false;
  let mirrored = false;
  let waiting: ((elements: StageElements) => void)[] = [];
  let shown: ImageBitmapRenderingContext | null = null;

  const size = (): Size => {
    const box = elements?.root.getBoundingClientRect();
    return { width: box?.width ?? 0, height: box?.height ?? 0 };
  };
  const fill = (): "cover" | "contain" => {
    const view = size();
    return frame && view.height > 0 && !whole ? fillFor(frame, view) : "contain";
  };
  const update = (): void => {
    if (!elements) return;
    const { width, height } = size();
    if (width === 0 || height === 0) return;
    const pixelRatio = globalThis.devicePixelRatio || 1;
    elements.root.dataset.fill = fill();
    elements.root.dataset.mirrored = String(mirrored);
    onView({
      width: Math.round(width * pixelRatio),
      height: Math.round(height * pixelRatio),
      pixelRatio,
      fill: fill(),
      mirrored,
    });
  };
  const setFrame: Stage["setFrame"] = (next) => {
    frame = next && next.width > 0 && next.height > 0 ? next : null;
    update();
  };

  return {
    mount(mountedElements) {
      elements = mountedElements;
      const { root, video } = mountedElements;
      const observer = new ResizeObserver(update);
      observer.observe(root);
      // Fires at the start and at each rotation of a phone.
      const onResize = (): void => {
        const { videoWidth: width, videoHeight: height } = video;
        // An emptied element has no size; what is shown instead has its own.
        if (width > 0) setFrame({ width, height });
      };
      video.addEventListener("resize", onResize);
      for (const resolve of waiting) resolve(mountedElements);
      waiting = [];
      return () => {
        observer.disconnect();
        video.removeEventListener("resize", onResize);
        elements = null;
      };
    },
    mounted: () =>
      elements
        ? Promise.resolve(elements)
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
    freshOverlay() {
      const canvas = document.createElement("canvas");
      elements?.overlayHost.replaceChildren(canvas);
      shown = null;
      if (typeof canvas.transferControlToOffscreen === "function") {
        return canvas.transferControlToOffscreen();
      }
      shown = canvas.getContext("bitmaprenderer");
      return null;
    },
    showOverlay(bitmap) {
      if (!shown) {
        bitmap.close();
        return;
      }
      shown.canvas.width = bitmap.width;
      shown.canvas.height = bitmap.height;
      shown.transferFromImageBitmap(bitmap);
    },
    freshSampleCanvas() {
      const canvas = document.createElement("canvas");
      elements?.sampleHost.replaceChildren(canvas);
      return canvas;
    },
    setFrame,
    setWhole(next) {
      whole = next;
      update();
    },
    setMirrored(next) {
      mirrored = next;
      update();
    },
    size,
    framePoint(clientX, clientY) {
      const box = elements?.root.getBoundingClientRect();
      if (!box || !frame) return undefined;
      const placement = placeInView(frame, box, fill());
      const viewX = mirrored ? box.width - (clientX - box.left) : clientX - box.left;
      return {
        x: (viewX - placement.offsetX) / placement.scaleX,
        y: (clientY - box.top - placement.offsetY) / placement.scaleY,
      };
    },
  };
}
