import { type ReactNode, useEffect, useRef, useState } from "react";
import { composes } from "../state/app-state.ts";
import { isCurrent, type QueueItem } from "../state/queue-state.ts";
import { useAppState } from "./app-context.ts";

/** A small picture is read while it is this near to being seen, in CSS pixels. */
const nearness = "300px";

/**
 * The small picture of a file, with its result. It has an address only while it is near the view: a
 * thousand of them cost the memory of those that are seen. Where pictures are changed before they are shown,
 * one that was made without the change is not shown.
 */
export function Thumbnail({
  thumbnail,
  fit,
}: Pick<QueueItem, "thumbnail"> & { readonly fit?: "cover" | "contain" }): ReactNode {
  const place = useRef<HTMLSpanElement>(null);
  const [isNear, setNear] = useState(false);
  const isAllowed = useAppState(
    (state) =>
      !composes(state) ||
      (thumbnail !== undefined && isCurrent(thumbnail, state.task, state.options[state.task])),
  );
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      ([entry]) => setNear(entry?.isIntersecting ?? false),
      { rootMargin: nearness },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const blob = isNear && isAllowed ? thumbnail?.blob : undefined;
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    if (!blob || !image.current) return;
    const url = URL.createObjectURL(blob);
    image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return (
    <span ref={place} className="thumbnail" data-fit={fit}>
      {blob && <img ref={image} alt="" decoding="async" draggable={false} />}
    </span>
  );
}
