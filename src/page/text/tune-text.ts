import { tuneEn } from "./tune-en.ts";

/** The words of what is fastest here in the person's language; English is the one language so far. */
export const tuneText = tuneEn;
