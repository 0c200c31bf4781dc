/** The words of what does not work as before, in English; they come when they are needed. */
export const setbackEn = {
  "stepped-down": (where: string) =>
    `${where} failed and is not used any more. Another way took over.`,
  "died-starting": (where: string) =>
    `The page ended while ${where} was starting. It is tried last from now on.`,
};
