import { type Served, type ServeOptions, serve } from "./serve.ts";

/** Serves, or says how to choose another port and ends the process where this one is taken. */
export async function serveOrSayBusy(options: ServeOptions, command: string): Promise<Served> {
  try {
    return await serve(options);
  } catch (error) {
    const busy = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!busy) throw error;
    const { port } = options;
    console.error(`Port ${port} is taken. Choose another one: PORT=${port + 1} ${command}`);
    process.exit(1);
  }
}
