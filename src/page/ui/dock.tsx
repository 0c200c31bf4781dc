import { type ReactNode, useState } from "react";
import { phaseOf } from "../state/app-state.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { Icon } from "./icon.tsx";

const ring = 2 * Math.PI * 33;

/** Source, shutter, options: what the thumb reaches. */
export function Dock(): ReactNode {
  const { app } = useApp();
  const source = useAppState((state) => state.source);
  return (
    <div className="dock">
      <button
        type="button"
        className="round large source-button"
        data-testid="open-sources"
        aria-label={`${text.source}: ${text[source === "files" ? "pictures" : source]}`}
        aria-haspopup="dialog"
        onClick={() => app.openSheet("source")}
      >
        <Icon name={source} />
      </button>
      <Flip />
      <Shutter />
      <Freeze />
      <button
        type="button"
        className="round large options-button"
        data-testid="open-options"
        aria-label={text.options}
        aria-haspopup="dialog"
        onClick={() => app.openSheet("options")}
      >
        <Icon name="tune" />
      </button>
    </div>
  );
}

/** Front or back, where the camera says which it is. */
function Flip(): ReactNode {
  const { app } = useApp();
  const now = useAppState(({ source, camera }) => {
    if (source === "camera" && camera.at === "asking") return "asking";
    return source === "camera" && camera.at === "live" ? camera.facts.facing : "unknown";
  });
  // While the other one is asked for the button stays where it is, and keeps the focus.
  const [facing, setFacing] = useState<"unknown" | Exclude<typeof now, "asking">>("unknown");
  if (now !== "asking" && now !== facing) setFacing(now);
  const height = useAppState((state) => state.wish.height);
  if (facing === "unknown") return null;
  return (
    <button
      type="button"
      className="round large flip"
      aria-disabled={now === "asking"}
      aria-label={facing === "user" ? text.toBack : text.toFront}
      onClick={() => {
        if (now === "asking") return;
        app.setWish({ facing: facing === "user" ? "environment" : "user", height });
      }}
    >
      <Icon name="flip" />
    </button>
  );
}

function Freeze(): ReactNode {
  const { app } = useApp();
  const phase = useAppState(phaseOf);
  const isLive = useAppState((state) => state.source !== "files");
  const can = isLive && (phase === "running" || phase === "paused");
  const frozen = phase === "paused";
  if (!can) return null;
  return (
    <button
      type="button"
      className="round large freeze"
      data-testid="freeze"
      aria-pressed={frozen}
      aria-label={text.freeze}
      onClick={app.toggleFrozen}
    >
      <Icon name={frozen ? "play" : "freeze"} />
    </button>
  );
}

/** The one large button: starts and stops. Its ring fills with the download. */
function Shutter(): ReactNode {
  const { app } = useApp();
  const phase = useAppState(phaseOf);
  const wanted = useAppState((state) => state.wanted);
  const done = useAppState(({ model }) =>
    model.at === "downloading" ? model.loadedBytes / Math.max(1, model.totalBytes) : 0,
  );
  const stops = wanted && phase !== "failed";
  return (
    <button
      type="button"
      className="shutter"
      data-testid={stops ? "stop" : "start"}
      data-phase={phase}
      aria-label={stops ? text.stop : text.start}
      onClick={() => (stops ? app.stop() : app.toggle())}
    >
      <svg viewBox="0 0 72 72" width="72" height="72" aria-hidden="true">
        <circle className="shutter-ring" cx="36" cy="36" r="33" />
        {phase === "loading" && (
          <circle
            className="shutter-done"
            cx="36"
            cy="36"
            r="33"
            strokeDasharray={`${(done > 0 ? done : 0.18) * ring} ${ring}`}
            data-spin={done === 0}
          />
        )}
      </svg>
      <span className="shutter-core" />
    </button>
  );
}
