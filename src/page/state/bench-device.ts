import type { BenchDevice } from "#exports";
import type { BenchPlan } from "#protocol";

/** What browsers tell of themselves beyond the type library. */
interface Told {
  readonly userAgent: string;
  readonly hardwareConcurrency: number;
  readonly deviceMemory?: number;
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
    readonly platform: string;
  };
  readonly platform?: string;
}

/** Describes this device as far as the browser tells; nothing in it names a person. */
export function benchDevice(
  { gpu, softwareGpu, threads }: Pick<BenchPlan, "gpu" | "softwareGpu" | "threads">,
  told: Told = navigator,
  screenNow: BenchDevice["screen"] = {
    width: screen.width,
    height: screen.height,
    pixelRatio: devicePixelRatio,
  },
  isolated: boolean = globalThis.crossOriginIsolated === true,
): BenchDevice {
  return {
    browser: browserOf(told),
    platform: told.userAgentData?.platform || platformOf(told.userAgent) || (told.platform ?? ""),
    userAgent: told.userAgent,
    cores: Math.max(1, told.hardwareConcurrency),
    memoryGiB: told.deviceMemory ?? null,
    gpu,
    softwareGpu,
    isolated,
    threads,
    screen: screenNow,
  };
}

/** The name and the main version of a browser, as people know it: "Chrome 156". */
export function browserOf({ userAgent, userAgentData }: Pick<Told, "userAgent" | "userAgentData">) {
  const brand =
    // Chromium is what they are made of, and one entry is made up so that nobody relies on the list.
    userAgentData?.brands.find(({ brand }) => !/chromium|not.?a.?brand/i.test(brand)) ??
    userAgentData?.brands.find(({ brand }) => /chromium/i.test(brand));
  if (brand) return `${brand.brand} ${brand.version}`;
  for (const [name, pattern] of patterns) {
    const version = pattern.exec(userAgent)?.[1];
    if (version) return `${name} ${version}`;
  }
  return userAgent || "unknown";
}

const patterns: readonly (readonly [string, RegExp])[] = [
  ["Edge", /Edg(?:e|A|iOS)?\/(\d+)/],
  ["Firefox", /(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /(?:Chrome|CriOS)\/(\d+)/],
  ["Safari", /Version\/(\d+(?:\.\d+)?).*Safari/],
];

function platformOf(userAgent: string): string | undefined {
  return /\b(Android|iPhone|iPad|Windows|Macintosh|CrOS|Linux)\b/.exec(userAgent)?.[1];
}
