import { openStore, type Store } from "#store";
import { tasks } from "#tasks";
import { sourceKindOf } from "../flags.ts";
import type { CameraWish } from "../sources/camera.ts";
import type { AppState } from "./app-state.ts";
import { readStartMark } from "./start-mark.ts";

/** What is remembered from visit to visit. */
export interface Settings {
  read(): Promise<Partial<AppState>>;
  write(
    key:
      | "source"
      | "task"
      | "wish"
      | "options"
      | "seen"
      | "installClosed"
      | "governorOff"
      | "starting"
      | "doubted",
    value: unknown,
  ): void;
  flag(key: "installClosed" | "governorOff"): Promise<boolean>;
  /** The store, or undefined where the browser lets nothing be stored. */
  store(): Promise<Store | undefined>;
}

/** Opens the settings; without storage everything works and nothing is remembered. */
export function openSettings(): Settings {
  const opened = openStore().catch(() => undefined);
  const get = async (key: string): Promise<unknown> =>
    (await opened)?.settings.get(key).catch(() => undefined);
  const write: Settings["write"] = (key, value) => {
    // A setting that cannot be kept (a full disk, a private window) still holds for this visit.
    void opened.then((store) => store?.settings.set(key, value)).catch(() => undefined);
  };
  return {
    async read() {
      const marked = readStartMark(get, write, Date.now());
      const [source, task, wish, options, seen] = await Promise.all(
        ["source", "task", "wish", "options", "seen"].map(get),
      );
      const knownSource = sourceKindOf(source);
      const knownTask = tasks.find(({ id }) => id === task)?.id;
      const knownWish = wishOf(wish);
      const { doubted, died } = await marked;
      return {
        ...(doubted && { doubted }),
        ...(died && { setback: { at: "died-starting", attempt: died } }),
        // Pictures of an earlier visit are gone.
        ...(knownSource && knownSource !== "files" && { source: knownSource }),
        ...(knownTask && { task: knownTask }),
        ...(knownWish && { wish: knownWish }),
        options: Object.fromEntries(
          tasks.map((each) => [each.id, sameShape(each.options, fieldOf(options, each.id))]),
        ) as AppState["options"],
        seen: seen === true,
      };
    },
    write,
    flag: async (key) => (await get(key)) === true,
    store: () => opened,
  };
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function wishOf(value: unknown): CameraWish | undefined {
  const facing = fieldOf(value, "facing");
  const deviceId = fieldOf(value, "deviceId");
  const height = fieldOf(value, "height");
  if (facing !== "user" && facing !== "environment") return undefined;
  if (height !== 480 && height !== 720 && height !== 1080) return undefined;
  return { facing, height, ...(typeof deviceId === "string" && { deviceId }) };
}

/** Stored values where they have the type of the default, defaults elsewhere: another version may have written them. */
export function sameShape<Options extends object>(defaults: Options, stored: unknown): Options {
  const entries = Object.entries(defaults).map(([key, fallback]) => {
    const value = fieldOf(stored, key);
    const fits =
      typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback);
    return [key, fits ? value : fallback];
  });
  return Object.fromEntries(entries) as Options;
}
