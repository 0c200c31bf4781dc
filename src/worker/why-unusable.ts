import type { BackendReport, Variant } from "#shared";

/**
 * Why a variant cannot run on a backend that was probed, in words for the report: the backend does not work,
 * or its GPU lacks what the variant needs. Undefined where it can.
 */
export function whyUnusable(
  { needs }: Pick<Variant, "needs">,
  { ok, reason, features = [] }: BackendReport,
): string | undefined {
  if (!ok) return reason ?? "the probe failed";
  if (needs === undefined || features.includes(needs)) return undefined;
  return "this GPU does not compute in half precision";
}
