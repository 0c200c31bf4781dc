import { governorEn } from "./governor-en.ts";

/** The words of sparing the device in the person's language; English is the one language so far. */
export const governorText = governorEn;
