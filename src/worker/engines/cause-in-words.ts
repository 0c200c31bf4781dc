import { reasonOf } from "#shared";

/** The words of whatever a library threw: errors, plain objects with a message, numbers that a wasm build throws. */
export function causeInWords(cause: unknown): string {
  if (typeof cause === "number") return `the engine threw the number ${cause}`;
  if (typeof cause === "object" && cause !== null && "message" in cause) {
    return String(cause.message) || reasonOf(cause);
  }
  return reasonOf(cause);
}
