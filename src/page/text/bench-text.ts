import { benchEn } from "./bench-en.ts";

/** The words of the place of the benchmark in the person's language; English is the one language so far. */
export const benchText = benchEn;
