import type { HideStyle } from "#tasks";

/** The words of the options panel and of a face's details, one entry per language. */
export const facesText = {
  en: {
    score: "Smallest score",
    scoreHint:
      "Higher shows fewer faces, and surer ones. Live, what is in view stays down to 0.6 of it.",
    mesh: "Show the shape of each face",
    maxFaces: "Most faces shown",
    hide: "Hide faces",
    hideStyles: {
      off: "Off",
      blur: "Blur",
      pixelate: "Pixelate",
      solid: "Solid",
    } satisfies Record<HideStyle, string>,
    hideHint:
      "Covers whole heads before a picture is shown or saved, and rather too much than too little. Solid leaves the least to guess. No method finds every face, so look before you share.",
    size: "Size of the cover",
    amount: "Strength",
    title: "Face",
    hidden: (faces: string) => `${faces}, hidden`,
    faces: (count: number) => (count === 1 ? "1 face" : `${count} faces`),
    rows: { score: "Score", position: "Top left", size: "Size", track: "Number" },
  },
} as const;
