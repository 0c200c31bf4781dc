import { filesEn } from "./files-en.ts";

/** The words of the Files place in the person's language; English is the one language so far. */
export const filesText = filesEn;
