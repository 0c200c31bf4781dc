import { checkEn } from "./check-en.ts";

/** The words of the device check in the person's language; English is the one language so far. */
export const checkText = checkEn;
