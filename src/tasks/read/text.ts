/** The words of the read task, one entry per language. */
export const readText = {
  en: {
    score: "Smallest score",
    scoreHint: "Higher shows fewer lines, and surer ones.",
    lines: (count: number) => (count === 1 ? "1 line" : `${count} lines`),
    lineList: "Lines read",
    copyLine: (line: string) => `Copy “${line}”`,
    copyAll: "Copy all",
    copied: "Copied",
    notCopied: "This browser does not allow copying here. Select the text instead.",
    aloud: "Read aloud",
    stop: "Stop reading",
    rows: { score: "Score", position: "Top left", size: "Size", angle: "Turned by" },
  },
} as const;
