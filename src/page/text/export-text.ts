import { exportEn } from "./export-en.ts";

/** The words about exports in the language of the page. */
export const exportText = exportEn;
