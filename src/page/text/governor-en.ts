/** The words of sparing the device, in English; they come with the diagnostics. */
export const governorEn = {
  title: "Heat and battery",
  state: {
    full: "Full speed.",
    slower: "Slowed to keep the device cool.",
    smaller: "Slowed to keep the device cool, with a smaller model.",
    off: "Never slowed down.",
  },
  slowedForBattery: "Slowed to make the battery last.",
  reason: {
    latency:
      "The same work takes much longer than at first: the device is hot, or busy with something else.",
    pressure: "The device says that it is under pressure.",
    battery: "The battery is low.",
    memory: "Memory is short.",
    address: "The address of this page says so.",
    choice: "You chose so.",
  },
  atMost: (framesPerSecond: number) =>
    framesPerSecond === 1
      ? "At most 1 frame a second."
      : `At most ${framesPerSecond} frames a second.`,
  model: (id: string) => `Runs ${id} for now.`,
  back: "Full speed comes back by itself.",
  turn: "Slow down when the device gets hot, its battery low or its memory short",
  watched: (what: readonly string[]) => `Looked at here: ${what.join(", ")}.`,
  signs: {
    latency: "how long the work takes",
    pressure: "pressure",
    battery: "battery",
    memory: "memory",
  },
  log: "What changed",
  note: {
    full: "Full speed again",
    slower: "Fewer frames a second",
    smaller: "A smaller model",
    off: "Turned off",
  },
} as const;
