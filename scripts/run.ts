import { spawn } from "node:child_process";

/** How a child process ended. */
export interface Ended {
  readonly code: number;
  readonly ms: number;
}

/** Runs a program from this repo's node_modules (or the PATH) with its output shown; never throws. */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, PATH: `node_modules/.bin:${process.env.PATH}`, ...env },
    });
    const end = (code: number): void => resolve({ code, ms: performance.now() - start });
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      end(127);
    });
    child.on("close", (code) => end(code ?? 1));
  });
}
