let held: Promise<boolean> | undefined;

/**
 * Tries whether the content security policy holds in this worker, once: `data:` is not this origin, so
 * `connect-src 'self'` refuses to fetch it; and where nothing refuses, no packet leaves the device either.
 */
export function policyHolds(): Promise<boolean> {
  held ??= fetch("data:,").then(
    () => false,
    () => true,
  );
  return held;
}
