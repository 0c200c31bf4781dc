/** The cache in which the service worker keeps files that another app shared, until a page takes them. */
export const receivedCache = "localens-received";

/** The header of a kept file with its name, percent-encoded. */
export const receivedNameHeader = "X-File-Name";

/** The header of a kept file with when it was changed last, in milliseconds since 1970. */
export const receivedTimeHeader = "X-Last-Modified";

/** Where the OS posts shared files to, and where the page opens then; relative to the app's address. */
export const shareTarget = {
  action: "share",
  page: "?place=files&received",
  /** Where they could not be kept. */
  failedPage: "?place=files&received=failed",
} as const;
