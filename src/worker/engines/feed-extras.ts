import type { CpuTensor } from "#shared";
import type { Engine, Session } from "./engine.ts";

/**
 * An engine whose sessions are fed with the picture alone: what a network wants beside it, which never
 * changes, goes along with every run.
 */
export function feedExtras(engine: Engine): Engine {
  return {
    ...engine,
    async load(variant, backend, signal, threads) {
      const session = await engine.load(variant, backend, signal, threads);
      const { extras = [] } = variant;
      return extras.length === 0 ? session : withExtras(session, extras);
    },
  };
}

function withExtras(session: Session, extras: readonly CpuTensor[]): Session {
  const { gpu } = session;
  return {
    ...session,
    run: (inputs) => session.run([...inputs, ...extras]),
    ...(gpu && {
      gpu: { device: gpu.device, run: (inputs) => gpu.run([...inputs, ...extras]) },
    }),
    dispose: () => session.dispose(),
  };
}
