import { setbackEn } from "./setback-en.ts";

/** The words of what does not work as before in the person's language; English is the one language so far. */
export const setbackText = setbackEn;
