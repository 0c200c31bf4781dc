/** The words of the options panel and of the result's details, one entry per language. */
export const classifyText = {
  en: {
    score: "Smallest score",
    scoreHint: "Higher shows fewer classes, and surer ones.",
    count: "Most classes shown",
    title: "This picture",
  },
} as const;
