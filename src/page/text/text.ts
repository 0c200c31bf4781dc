import { en } from "./en.ts";

/** The page's words in the person's language; English is the one language so far. */
export const text = en;
