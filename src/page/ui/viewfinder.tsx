import { type ReactNode, useEffect, useRef } from "react";
import type { TaskId } from "#tasks";
import type { TaskView } from "#tasks/view";
import { composes, phaseOf, playsVideo, shownItem } from "../state/app-state.ts";
import { useApp, useAppState } from "./app-context.ts";
import { Still } from "./still.tsx";

/**
 * The picture and its overlay. React mounts the elements once; frames and overlays reach them
 * without React. A tap shows the details of what lies there; the words line does the same by keyboard.
 */
export function Viewfinder({ view }: { view: TaskView<TaskId> | undefined }): ReactNode {
  const { app } = useApp();
  const root = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const sampleHost = useRef<HTMLDivElement>(null);
  const overlayHost = useRef<HTMLDivElement>(null);
  const phase = useAppState(phaseOf);
  const source = useAppState((state) => state.source);
  const hasCamera = useAppState(
    (state) => state.camera.at === "live" || state.camera.at === "muted",
  );
  const pictureName = useAppState((state) => {
    const item = shownItem(state);
    return item?.kind === "picture" ? item.name : undefined;
  });
  const composed = useAppState(composes);
  const hasSample = source === "sample" && phase !== "failed";
  const hasScreen = useAppState((state) => state.screen.at === "live");
  const hasVideo = useAppState(playsVideo);
  const hasSource = {
    camera: hasCamera,
    sample: hasSample,
    screen: hasScreen,
    files: pictureName !== undefined || hasVideo,
  };
  const shows = phase !== "idle" && hasSource[source];

  useEffect(() => {
    if (!root.current || !video.current || !sampleHost.current || !overlayHost.current) return;
    return app.stage.mount({
      root: root.current,
      video: video.current,
      sampleHost: sampleHost.current,
      overlayHost: overlayHost.current,
    });
  }, [app]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the words line offers the same by keyboard
    // biome-ignore lint/a11y/noStaticElementInteractions: a picture is tapped where the thing is
    <div
      ref={root}
      className="viewfinder"
      data-composed={composed}
      data-source={shows ? (hasVideo ? "video" : source) : "none"}
      onClick={(event) => {
        const { result } = app.store.getState();
        const point = app.stage.framePoint(event.clientX, event.clientY);
        if (result && point) app.showDetail(view?.detailAt(result, point.x, point.y) ?? null);
      }}
    >
      {!shows && <Still />}
      <div aria-hidden="true">
        <video ref={video} className="pixels" playsInline muted />
      </div>
      <div ref={sampleHost} className="pixels sample-host" />
      {/* A chosen picture is drawn there too: upright, on white where it is transparent, and small enough. */}
      <div
        ref={overlayHost}
        className="overlay-host"
        data-testid="overlay"
        {...(pictureName !== undefined && { role: "img", "aria-label": pictureName })}
      />
    </div>
  );
}
