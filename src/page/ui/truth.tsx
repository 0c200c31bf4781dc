import type { ReactNode } from "react";
import type { Stage } from "#protocol";
import { attemptsIn } from "../state/report.ts";
import { text } from "../text/text.ts";
import { useAppState } from "./app-context.ts";
import { Icon } from "./icon.tsx";

const stages: readonly Stage[] = ["capture", "preprocess", "infer", "decode", "draw"];

/** One name and its value. */
function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="numbers">{children}</dd>
    </div>
  );
}

/** What runs where. */
export function Where(): ReactNode {
  const session = useAppState((state) => (state.model.at === "ready" ? state.model.session : null));
  if (!session) return <p className="quiet">{text.notRunning}</p>;
  return (
    <dl className="facts">
      <Fact name={text.engine}>{text.engineName[session.engine]}</Fact>
      <Fact name={text.backend}>{text.backendName[session.backend]}</Fact>
      <Fact name={text.threadsName}>{session.threads}</Fact>
      <Fact name={text.isolated}>{globalThis.crossOriginIsolated ? text.yes : text.no}</Fact>
      <Fact name={text.model}>
        {session.model}, {session.variant}
      </Fact>
      <Fact name={text.startedIn}>{text.ms(session.loadMs)}</Fact>
      <Fact name={text.kept}>{session.kept ? text.yes : text.keptNo}</Fact>
    </dl>
  );
}

/** How fast, stage by stage. */
export function Speed(): ReactNode {
  const worker = useAppState((state) => state.worker);
  if (!worker || worker.frames.processed === 0) return null;
  return (
    <section>
      <h3>{text.speed}</h3>
      <dl className="facts">
        <Fact name={text.fpsName}>{text.fps(worker.fps)}</Fact>
        <Fact name={text.frameAge}>{text.ms(worker.frameAgeMs.p50Ms)}</Fact>
        <Fact name={text.framesName}>
          {text.framesWords(worker.frames.processed, worker.frames.dropped)}
        </Fact>
      </dl>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.stage}</th>
            <th scope="col">{text.median}</th>
            <th scope="col">{text.slow}</th>
          </tr>
        </thead>
        <tbody className="numbers">
          {stages.map((stage) => {
            const spread = worker.stages[stage];
            return (
              spread && (
                <tr key={stage}>
                  <th scope="row">{text.stages[stage]}</th>
                  <td>{text.ms(spread.p50Ms)}</td>
                  <td>{text.ms(spread.p95Ms)}</td>
                </tr>
              )
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** What was tried and not used, and why. */
export function Refused(): ReactNode {
  const model = useAppState((state) => state.model);
  const refused =
    model.at === "ready"
      ? model.session.refused
      : model.at === "failed"
        ? attemptsIn(model.error)
        : [];
  return (
    <section>
      <h3>{text.refused}</h3>
      {refused.length === 0 ? (
        <p className="quiet">{text.refusedNone}</p>
      ) : (
        <dl className="facts">
          {refused.map(({ engine, backend, reason }) => (
            <Fact key={`${engine} ${backend} ${reason}`} name={`${engine} · ${backend}`}>
              {reason}
            </Fact>
          ))}
        </dl>
      )}
    </section>
  );
}

/** Who was talked to: normally nobody. */
export function Network(): ReactNode {
  const network = useAppState((state) => state.network);
  const since = new Date(network.sinceMs).toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (
    <section>
      <h3>{text.network}</h3>
      <p className={network.foreignRequests === 0 ? "alive" : "attention"}>
        <Icon name={network.foreignRequests === 0 ? "shield" : "attention"} />
        {text.networkForeign(network.foreignRequests, since)}
      </p>
      <p className="quiet">{text.networkOwn(network.requests, network.bytesIn)}</p>
      {network.refusals.length > 0 && (
        <>
          <p>{text.refusals(network.refusals.length)}</p>
          <ul className="plain quiet numbers">
            {network.refusals.slice(-8).map(({ kind, address, atMs }) => (
              <li key={`${atMs} ${kind} ${address}`}>
                {kind}: {address}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** What holds the page to that, and what this browser cannot promise. */
export function GuardsHere(): ReactNode {
  const guards = useAppState((state) => state.guards);
  return (
    <section>
      <h3>{text.guards}</h3>
      {guards && (
        <>
          <dl className="facts">
            <Fact name={text.guardCsp}>
              {guards.csp.header || guards.csp.meta ? text.guardOn : text.guardMissingCsp}
            </Fact>
            <Fact name={text.guardAllowlist}>
              {guards.connectionAllowlist === true
                ? text.guardOn
                : guards.connectionAllowlist === "unknown"
                  ? text.guardUnknown
                  : text.guardOff}
            </Fact>
          </dl>
          <p className="quiet">
            {guards.connectionAllowlist === true ? text.canPromise : text.cannotPromise}
          </p>
        </>
      )}
    </section>
  );
}
