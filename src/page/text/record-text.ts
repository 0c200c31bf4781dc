import { recordEn } from "./record-en.ts";

/** The words about stills and recordings, in the person's language. */
export const recordText = recordEn;
