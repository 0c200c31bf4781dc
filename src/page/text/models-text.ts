import { modelsEn } from "./models-en.ts";

/** The words of the place of the models in the person's language; English is the one language so far. */
export const modelsText = modelsEn;
