import { type ReactNode, useId } from "react";
import { recordText } from "../text/record-text.ts";
import { useRecorder, useRecorderState } from "./use-recorder.ts";

const stillTypes = ["image/png", "image/jpeg"] as const;

/** How stills are saved, and whether recordings have sound. */
export function RecordOptions(): ReactNode {
  const id = useId();
  const options = useRecorderState((state) => state.options);
  const { setOptions } = useRecorder();
  return (
    <div className="controls options-list record-options">
      <h3>{recordText.options}</h3>
      <div className="control">
        <label htmlFor={`${id}-still`}>{recordText.stillType}</label>
        <select
          id={`${id}-still`}
          data-testid="still-type"
          value={options.stillType}
          onChange={({ target }) => {
            const type = stillTypes.find((one) => one === target.value);
            setOptions({ ...options, stillType: type ?? "image/png" });
          }}
        >
          {stillTypes.map((type) => (
            <option key={type} value={type}>
              {recordText.stillTypes[type]}
            </option>
          ))}
        </select>
      </div>
      <div className="control">
        <label htmlFor={`${id}-sound`}>{recordText.withSound}</label>
        <input
          id={`${id}-sound`}
          type="checkbox"
          data-testid="with-sound"
          aria-describedby={`${id}-hint`}
          checked={options.withSound}
          onChange={({ target }) => setOptions({ ...options, withSound: target.checked })}
        />
      </div>
      <p className="option-hint" id={`${id}-hint`}>
        {options.withSound ? recordText.soundOn : recordText.soundOff} {recordText.notMirrored}
      </p>
    </div>
  );
}
