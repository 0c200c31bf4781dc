import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import type { PictureView } from "#protocol";
import type { Size } from "#shared";
import { useGestures } from "./use-gestures.ts";
import {
  fitZoom,
  inOtherView,
  isZoomed,
  panBy,
  placementOf,
  transformBetween,
  type Zoom,
  zoomAt,
} from "./zoom.ts";

/** What keys and buttons ask of the picture. */
export interface ZoomHandle {
  /** Zooms around the middle. */
  zoomBy(factor: number): void;
  fit(): void;
  /** Moves the picture; false where all of it is seen already. */
  pan(dx: number, dy: number): boolean;
}

/** A double tap goes this near. */
const tapFactor = 2.5;

/**
 * A picture in a view, zoomed and moved by hand. What is seen is drawn elsewhere, at the view's size: until
 * the drawing of a new part is here, the one before stands in its place, stretched.
 */
export function ZoomSurface({
  size,
  draw,
  label,
  handle,
  onScale,
  onSwipe,
}: {
  /** The pixels of the picture. */
  size: Size;
  /** Draws a part of it; called again when it changes. The bitmap is this component's. */
  draw: (view: PictureView, signal: AbortSignal) => Promise<ImageBitmap>;
  label: string;
  handle: Ref<ZoomHandle>;
  /** CSS pixels for a pixel of the picture, in percent of the screen's own pixels. */
  onScale: (percent: number) => void;
  onSwipe: (step: 1 | -1) => void;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const zoom = useRef<Zoom | null>(null);
  const view = useRef<Size>({ width: 0, height: 0 });
  const drawn = useRef<Zoom | null>(null);
  const redraw = useRef<() => void>(() => {});
  const [isReady, setReady] = useState(false);

  const set = (next: Zoom): void => {
    zoom.current = next;
    const element = canvas.current;
    if (element && drawn.current) {
      element.style.transform = transformBetween(drawn.current, next);
    }
    onScale(Math.round(next.scale * devicePixelRatio * 100));
    redraw.current();
  };
  const change = (next: (zoom: Zoom) => Zoom): void => {
    if (zoom.current) set(next(zoom.current));
  };
  const middle = (): { x: number; y: number } => ({
    x: view.current.width / 2,
    y: view.current.height / 2,
  });
  useImperativeHandle(handle, () => ({
    zoomBy: (factor) => change((now) => zoomAt(now, factor, middle(), size, view.current)),
    fit: () => set(fitZoom(size, view.current)),
    pan(dx, dy) {
      if (!zoom.current || !isZoomed(zoom.current, size, view.current)) return false;
      change((now) => panBy(now, dx, dy, size, view.current));
      return true;
    },
  }));
  useGestures(box, {
    onZoom: (factor, point) => change((now) => zoomAt(now, factor, point, size, view.current)),
    onPan: (dx, dy) => change((now) => panBy(now, dx, dy, size, view.current)),
    onDoubleTap: (point) =>
      change((now) =>
        isZoomed(now, size, view.current)
          ? fitZoom(size, view.current)
          : zoomAt(now, tapFactor, point, size, view.current),
      ),
    onSwipe: (step) => {
      if (zoom.current && !isZoomed(zoom.current, size, view.current)) onSwipe(step);
    },
  });

  useEffect(() => {
    const ends = new AbortController();
    let busy = false;
    let again = false;
    const paint = async (): Promise<void> => {
      const wanted = zoom.current;
      const { width, height } = view.current;
      if (!wanted || width < 1 || height < 1) return;
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      const pixelRatio = devicePixelRatio;
      try {
        const bitmap = await draw(
          {
            width: Math.round(width * pixelRatio),
            height: Math.round(height * pixelRatio),
            pixelRatio,
            placement: placementOf(wanted, pixelRatio),
          },
          ends.signal,
        );
        if (ends.signal.aborted) bitmap.close();
        else put(bitmap, wanted);
      } catch {
        // Cancelled, or the worker is being replaced: what waits is drawn when it is back. A picture that
        // cannot be read is told by its own run.
      }
      busy = false;
      if (again && !ends.signal.aborted) {
        again = false;
        void paint();
      }
    };
    const put = (bitmap: ImageBitmap, at: Zoom): void => {
      const element = canvas.current;
      if (!element) {
        bitmap.close();
        return;
      }
      element.width = bitmap.width;
      element.height = bitmap.height;
      element.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
      drawn.current = at;
      element.style.transform = transformBetween(at, zoom.current ?? at);
      setReady(true);
    };
    redraw.current = () => void paint();
    void paint();
    return () => ends.abort();
  }, [draw]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture begins whole; the rest is newest by itself
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    zoom.current = null;
    const measure = (): void => {
      const before = view.current;
      view.current = { width: element.clientWidth, height: element.clientHeight };
      if (view.current.width === 0) return;
      set(
        zoom.current
          ? inOtherView(zoom.current, size, before, view.current)
          : fitZoom(size, view.current),
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [size.width, size.height]);

  return (
    <div ref={box} className="zoom-surface" data-testid="zoom-surface" data-ready={isReady}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}
