import type { FetchFault } from "./fetch-model.ts";
import type { AddressFault } from "./model-address.ts";

/** Bytes as people read them. */
function inWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Every word of the page that fetches models, in English. */
export const connectEn = {
  title: "Fetch a model by its address",
  about:
    "This page may reach other servers and never sees the camera. It asks for the one file that you name, and sends nothing else.",
  address: "Address",
  example: "https://example.org/model.onnx",
  look: "Look",
  looking: "Asking the server",
  fetch: "Fetch it",
  found: (name: string, bytes: number | null) =>
    bytes === null ? `${name}, size not stated` : `${name}, ${inWords(bytes)}`,
  from: (url: string) => `from ${url}`,
  fetching: (received: number, total: number | null) =>
    total === null ? inWords(received) : `${inWords(received)} of ${inWords(total)}`,
  cancel: "Cancel",
  stopped: "Stopped.",
  goOn: "Go on",
  again: "Look again",
  back: "Back to Localens",
  done: "It is here. Localens opens it now.",
  notKept:
    "This browser keeps nothing here, so it cannot be handed over. Save the file and drop it.",
  addressFaults: {
    "not-an-address": "That is no address. It begins with https:// and names a file.",
    "not-https": "Only addresses that begin with https:// are fetched.",
  } satisfies Record<AddressFault, string>,
  faults: {
    offline: "There is no network.",
    cors: "The server answers, but does not let other pages read the file (CORS). Download it there and drop it into Localens.",
    unreachable: "Nobody answers at this address. Check it, or try again later.",
    "not-found": "There is no such file on the server.",
    forbidden:
      "The server wants a sign-in or an agreement first. Download it there and drop it into Localens.",
    status: "The server could not give the file.",
    html: "There is a web page at this address, not a model. Use the address of the file itself.",
    empty: "The file is empty.",
    "too-large": "The file is larger than 1 GB, more than engines here can hold.",
    cut: "The connection broke. What came is kept.",
    changed: "The file on the server changed meanwhile. Fetch it again.",
  } satisfies Record<FetchFault, string>,
  status: (status: number) => ` (status ${status})`,
} as const;
