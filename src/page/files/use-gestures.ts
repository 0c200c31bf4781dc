import { type RefObject, useEffect, useRef } from "react";
import type { ViewPoint } from "./zoom.ts";

/** What fingers, wheel and mouse ask of a picture. */
export interface GestureEvents {
  /** Zooms around a point of the element. */
  onZoom(factor: number, point: ViewPoint): void;
  onPan(dx: number, dy: number): void;
  /** Two quick taps, or a double click. */
  onDoubleTap(point: ViewPoint): void;
  /** A quick stroke to one side by one finger: 1 forward, −1 back. */
  onSwipe(step: 1 | -1): void;
}

/** A stroke of at least this many CSS pixels, mostly sideways, within this time, is a swipe. */
const swipe = { pixels: 60, ms: 400 } as const;
const doubleTap = { pixels: 30, ms: 350 } as const;
/** A turn of the wheel by this many pixels doubles or halves. */
const wheelPixels = 400;

/** Listens to pinch, drag, swipe, double tap and wheel on an element, with no work in React for any of it. */
export function useGestures(element: RefObject<HTMLElement | null>, events: GestureEvents): void {
  const newest = useRef(events);
  newest.current = events;
  useEffect(() => {
    const on = element.current;
    if (!on) return;
    const ends = new AbortController();
    const { signal } = ends;
    const fingers = new Map<number, ViewPoint>();
    let begun: (ViewPoint & { readonly timeMs: number; readonly alone: boolean }) | undefined;
    let tapped: (ViewPoint & { readonly timeMs: number }) | undefined;

    const pointOf = ({ clientX, clientY }: MouseEvent): ViewPoint => {
      const { left, top } = on.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      on.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, pointOf(event));
      begun = { ...pointOf(event), timeMs: event.timeStamp, alone: fingers.size === 1 };
    };
    const onMove = (event: PointerEvent): void => {
      const from = fingers.get(event.pointerId);
      if (!from) return;
      const to = pointOf(event);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, to);
      if (!other) {
        newest.current.onPan(to.x - from.x, to.y - from.y);
        return;
      }
      const before = Math.hypot(from.x - other.x, from.y - other.y);
      const after = Math.hypot(to.x - other.x, to.y - other.y);
      const middle = { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 };
      if (before > 0) newest.current.onZoom(after / before, middle);
      // The middle moves half as far as the one finger that moved.
      newest.current.onPan((to.x - from.x) / 2, (to.y - from.y) / 2);
    };
    const onUp = (event: PointerEvent): void => {
      if (!fingers.delete(event.pointerId) || !begun?.alone || fingers.size > 0) return;
      const at = { ...pointOf(event), timeMs: event.timeStamp };
      const dx = at.x - begun.x;
      const dy = at.y - begun.y;
      const isQuick = at.timeMs - begun.timeMs < swipe.ms;
      if (event.pointerType === "touch" && isQuick && Math.abs(dx) > swipe.pixels) {
        if (Math.abs(dx) > 2 * Math.abs(dy)) newest.current.onSwipe(dx < 0 ? 1 : -1);
        return;
      }
      if (Math.hypot(dx, dy) > doubleTap.pixels) return;
      if (
        tapped &&
        at.timeMs - tapped.timeMs < doubleTap.ms &&
        Math.hypot(at.x - tapped.x, at.y - tapped.y) < doubleTap.pixels
      ) {
        newest.current.onDoubleTap(at);
        tapped = undefined;
      } else tapped = at;
    };
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      // Lines and pages of other devices, as pixels; pinching on a touchpad comes as small steps with Ctrl.
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
      const pixels = event.deltaY * unit * (event.ctrlKey ? 4 : 1);
      newest.current.onZoom(2 ** (-pixels / wheelPixels), pointOf(event));
    };
    on.addEventListener("pointerdown", onDown, { signal });
    on.addEventListener("pointermove", onMove, { signal });
    on.addEventListener("pointerup", onUp, { signal });
    on.addEventListener("pointercancel", ({ pointerId }) => fingers.delete(pointerId), { signal });
    on.addEventListener("wheel", onWheel, { signal, passive: false });
    return () => ends.abort();
  }, [element]);
}
