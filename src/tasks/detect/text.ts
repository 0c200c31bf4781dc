/** The words of the options panel and of a thing's details, one entry per language. */
export const detectText = {
  en: {
    score: "Smallest score",
    scoreHint:
      "Higher shows fewer things, and surer ones. Live, what is in view stays down to 0.6 of it.",
    classes: "Show only",
    everything: "everything",
    chosen: (labels: readonly string[]) => labels.join(", "),
    classesHint: "Nothing ticked shows everything.",
    search: "Search kinds of things",
    noMatch: (query: string) => `No kind of thing is called “${query}”.`,
    matches: (count: number) => (count === 1 ? "1 kind" : `${count} kinds`),
    showEverything: "Show everything",
    rows: { score: "Score", position: "Top left", size: "Size", track: "Number" },
  },
} as const;
