import { isMetered, type NetworkInformation } from "#shared";

/** Whether bytes are likely dear now, as far as the browser tells. */
export function isMeteredNow(): boolean {
  const { connection } = navigator as Navigator & { readonly connection?: NetworkInformation };
  return isMetered(connection);
}
