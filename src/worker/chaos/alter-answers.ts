import type { Session } from "../engines/engine.ts";

/** From now on the sessions answer no numbers, as behind a driver that has gone wrong. */
export function alterAnswers(sessions: readonly Session[]): void {
  for (const session of sessions) {
    const run = session.run.bind(session);
    const altered: Session["run"] = async (inputs) => {
      const outputs = await run(inputs);
      for (const { data } of outputs) data.fill(Number.NaN);
      return outputs;
    };
    Object.assign(session, { run: altered });
  }
}
