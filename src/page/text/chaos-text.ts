import { chaosEn } from "./chaos-en.ts";

/** The words of the chaos corner in the person's language; English is the one language so far. */
export const chaosText = chaosEn;
