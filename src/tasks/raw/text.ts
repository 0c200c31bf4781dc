/** The words of the options panel and of the result, one entry per language. */
export const rawText = {
  en: {
    about: "The model's outputs as they are: a picture, a map in colours, or numbers.",
    empty: "no numbers",
    broken: (count: number) => `${count} not a number`,
    more: (count: number) => `${count} more`,
    outputs: (count: number) => (count === 1 ? "one output" : `${count} outputs`),
    aPicture: "a picture from the model",
    aMap: "a map of the model's answer",
    compare: "Compare with this",
    compareHint: "Keeps what the model thinks of the picture now, and tells how alike others are.",
    likeness: (percent: number) => `${percent}% alike`,
    noneChosen: "nothing to compare with yet",
    title: "Outputs",
    best: (name: string) => `${name}, largest`,
  },
} as const;
