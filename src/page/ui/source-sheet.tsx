import type { ReactNode } from "react";
import type { SourceKind } from "../flags.ts";
import type { CameraWish } from "../sources/camera.ts";
import { canShareScreen } from "../sources/can-share-screen.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { Sheet } from "./sheet.tsx";

const heights = [480, 720, 1080] as const satisfies readonly CameraWish["height"][];

/** Where to look: camera, sample, screen or files, and what the camera can do. */
export function SourceSheet(): ReactNode {
  const { app, pickPictures } = useApp();
  const source = useAppState((state) => state.source);
  const camera = useAppState((state) => state.camera);
  const choices: readonly {
    kind: SourceKind;
    title: string;
    words: string;
    choose: () => void;
  }[] = [
    {
      kind: "camera",
      title: text.camera,
      words: text.cameraWords,
      choose: () => app.start("camera"),
    },
    {
      kind: "sample",
      title: text.sample,
      words: text.sampleWords,
      choose: () => app.start("sample"),
    },
    ...(canShareScreen()
      ? [
          {
            kind: "screen" as const,
            title: text.screen,
            words: text.screenWords,
            choose: () => app.start("screen"),
          },
        ]
      : []),
    {
      kind: "files",
      title: text.pictures,
      words: text.picturesWords,
      choose: () => {
        app.openSheet(null);
        pickPictures();
      },
    },
  ];
  return (
    <Sheet title={text.sourceTitle} name="source">
      <ul className="choices">
        {choices.map(({ kind, title, words, choose }) => (
          <li key={kind}>
            <button
              type="button"
              className="choice"
              data-testid={`source-${kind}`}
              aria-pressed={kind === source}
              onClick={choose}
            >
              <Icon name={kind} />
              <span>
                <strong>{title}</strong>
                <small>{words}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {camera.at === "live" && <CameraControls />}
    </Sheet>
  );
}

/** Which camera and how: only what this device has is shown. */
function CameraControls(): ReactNode {
  const { app } = useApp();
  const wish = useAppState((state) => state.wish);
  const devices = useAppState((state) => state.devices);
  const facts = useAppState((state) => (state.camera.at === "live" ? state.camera.facts : null));
  if (!facts) return null;
  const { facing, height } = wish;
  const hasFacings = facts.facing !== "unknown";
  return (
    <div className="controls">
      {hasFacings && (
        <fieldset className="segments">
          <legend>{text.facing}</legend>
          {(["environment", "user"] as const).map((side) => (
            <label key={side}>
              <input
                className="laid-over"
                type="radio"
                name="facing"
                checked={facts.facing === side}
                onChange={() => app.setWish({ facing: side, height })}
              />
              <span>{side === "user" ? text.facingFront : text.facingBack}</span>
            </label>
          ))}
        </fieldset>
      )}
      {devices.length > 1 && (
        <label className="control">
          <span>{text.device}</span>
          <select
            value={wish.deviceId ?? ""}
            onChange={({ target: { value } }) =>
              app.setWish({ facing, height, ...(value && { deviceId: value }) })
            }
          >
            <option value="">{text.deviceAuto}</option>
            {devices.map(({ deviceId, label }, index) => (
              <option key={deviceId} value={deviceId}>
                {label || text.unnamedCamera(index + 1)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="control">
        <span>{text.resolution}</span>
        <select
          value={height}
          onChange={({ target }) => {
            const chosen = heights.find((each) => String(each) === target.value);
            if (chosen) app.setWish({ ...wish, height: chosen });
          }}
        >
          {heights.map((each) => (
            <option key={each} value={each}>
              {text.resolutionUnit(each)}
            </option>
          ))}
        </select>
      </label>
      {facts.zoom && (
        <label className="control">
          <span>
            {text.zoom} <span className="numbers">{facts.zoom.value.toFixed(1)}×</span>
          </span>
          <input
            type="range"
            min={facts.zoom.min}
            max={facts.zoom.max}
            step={facts.zoom.step}
            value={facts.zoom.value}
            onChange={({ target }) => app.setZoom(target.valueAsNumber)}
          />
        </label>
      )}
      {facts.torch !== undefined && (
        <label className="control">
          <span>{text.torch}</span>
          <input
            type="checkbox"
            checked={facts.torch}
            onChange={({ target }) => app.setTorch(target.checked)}
          />
        </label>
      )}
      <p className="quiet numbers">
        {text.nowLive(facts.width, facts.height, facts.framesPerSecond)}
      </p>
    </div>
  );
}
