import { type ReactNode, useState } from "react";
import { type TroubleKind, troubleKinds } from "#protocol";
import { reasonOf } from "#shared";
import { causeTrouble } from "../state/chaos.ts";
import { chaosBar } from "../state/chaos-bars.ts";
import { chaosText as words } from "../text/chaos-text.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";
import "./styles/chaos.css";

/** Where anyone can break things, and see how fast the app recovers. */
export function ChaosCorner(): ReactNode {
  const { app } = useApp();
  const [failure, setFailure] = useState("");
  const cause = (kind: TroubleKind): void => {
    setFailure("");
    causeTrouble(kind, app.chaos).catch((error) => setFailure(reasonOf(error)));
  };
  return (
    <section className="chaos" data-testid="chaos">
      <h3>{words.title}</h3>
      <p className="quiet">{words.about}</p>
      <ul className="plain chaos-kinds">
        {troubleKinds.map((kind) => (
          <Kind key={kind} kind={kind} onPress={() => cause(kind)} />
        ))}
      </ul>
      <p className="attention" role="status">
        {failure && words.failed(failure)}
      </p>
      <RecoveryTable />
      <button
        type="button"
        className="button"
        data-testid="chaos-forget"
        onClick={app.chaos.forget}
      >
        {words.forget}
      </button>
    </section>
  );
}

function Kind({ kind, onPress }: { kind: TroubleKind; onPress: () => void }): ReactNode {
  const bar = useAppState((state) => chaosBar(kind, state));
  // What is being recovered from runs again in a moment: the words stay.
  const says = useAppState(({ wanted }) => bar !== undefined && (bar !== "notRunning" || !wanted));
  const { name, about } = words.kinds[kind];
  return (
    <li>
      <button
        type="button"
        className="button"
        data-testid={`chaos-${kind}`}
        aria-describedby={`chaos-about-${kind}`}
        // Not `disabled`: the focus stays where it was while the app recovers.
        aria-disabled={bar !== undefined}
        onClick={bar ? undefined : onPress}
      >
        {name}
      </button>
      <span className="quiet" id={`chaos-about-${kind}`}>
        {bar && says ? words[bar] : about}
      </span>
    </li>
  );
}

function RecoveryTable(): ReactNode {
  const recoveries = useAppState((state) => state.recoveries);
  return (
    <>
      <h3>{words.recoveries}</h3>
      {recoveries.length === 0 ? (
        <p className="quiet">{words.none}</p>
      ) : (
        <table data-testid="recoveries">
          <thead>
            <tr>
              <th scope="col">{words.kind}</th>
              <th scope="col">{words.detected}</th>
              <th scope="col">{words.recovered}</th>
            </tr>
          </thead>
          <tbody className="numbers">
            {recoveries.map(({ kind, detectedMs, recoveredMs }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end
              <tr key={index}>
                <th scope="row">{words.kinds[kind].name}</th>
                <td>{text.ms(detectedMs)}</td>
                <td>{recoveredMs === null ? words.notYet : text.ms(recoveredMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
