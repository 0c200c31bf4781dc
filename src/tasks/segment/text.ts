import type { Background } from "#tasks";

/** The words of the options panel and of the result, one entry per language. */
export const segmentText = {
  en: {
    background: "Background",
    backgrounds: {
      keep: "Keep",
      blur: "Blur",
      colour: "Colour",
      picture: "Own picture",
    } satisfies Record<Background, string>,
    backgroundHint:
      "Changed before a picture is shown or saved. Edges are not perfect: look before you share.",
    amount: "Strength",
    colour: "Colour",
    picture: "Picture",
    pictureHint: "Stays on this device. Until you choose one, the colour stands there.",
    pictureChosen: "Yours is in place. It stays on this device.",
    pictureUnreadable: (file: string) =>
      `${file} could not be read as a picture. Choose a JPEG, PNG or WebP file.`,
    title: "Person",
    person: (percent: number) => `person, ${percent}% of the picture`,
    spokenPerson: (percent: number) => `a person, about ${percent}% of the picture`,
    nobody: "nobody",
    share: (label: string, percent: number) => `${label} ${percent}%`,
    rows: { share: "Share of the picture", score: "Score here" },
  },
} as const;
