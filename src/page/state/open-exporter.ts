import type { Calls, Client } from "#protocol";
import type { AppStore } from "./app-state.ts";
import type { Exporter } from "./exporter.ts";
import { saveFile } from "./save-file.ts";
import type { Videos } from "./videos.ts";

/** Gives the one exporter; its code comes with the first export bar. */
export function exporterOnce(
  app: AppStore,
  call: Client<Calls>["call"],
  videos: Pick<Videos, "copy">,
): () => Promise<Exporter> {
  let opening: Promise<Exporter> | undefined;
  const open = async (): Promise<Exporter> => {
    const { createExporter } = await import("./exporter.ts");
    const facts = () => ({
      app: { name: "Localens", version: __APP_VERSION__ },
      createdAt: new Date(),
      device: { cores: navigator.hardwareConcurrency, isolated: crossOriginIsolated },
    });
    return createExporter({ app, call, videos, facts, save: saveFile });
  };
  return () => {
    opening ??= open();
    return opening;
  };
}
