import type { TroubleKind } from "#protocol";

/** A failure, in words. */
export interface KindWords {
  readonly name: string;
  /** What the button does, and what then happens, in a line. */
  readonly about: string;
}

const kinds: Readonly<Record<TroubleKind, KindWords>> = {
  "worker-crash": {
    name: "Crash the worker",
    about: "The thread that runs the models throws an error that nobody catches.",
  },
  "worker-hang": {
    name: "Hang the worker",
    about: "It spins for ever and answers nobody.",
  },
  "worker-oom": {
    name: "Use up its memory",
    about: "It allocates until this device gives no more.",
  },
  "device-lost": {
    name: "Lose the GPU",
    about: "The GPU device is destroyed under the running model.",
  },
  "engine-abort": {
    name: "Break the engine",
    about: "The engine's own functions are taken away: its next run traps.",
  },
  "wrong-backend": {
    name: "Answer wrongly",
    about: "The backend's answers are altered. It is refused, and another one takes over.",
  },
  "camera-end": {
    name: "Stop the camera",
    about: "Its track is stopped, as when it is unplugged.",
  },
  "camera-mute": {
    name: "Mute the camera",
    about: "Its track goes dark, as during a call. Told to the app as the system would.",
  },
  "quota-full": {
    name: "Fill the storage",
    about: "A file meets a full quota: it is used and not kept, and kept once there is room.",
  },
  "network-cut": {
    name: "Cut the network",
    about: "A download fails, starts, breaks in the middle, and goes on where it was.",
  },
  "store-corrupt": {
    name: "Damage a stored model",
    about: "A byte of the stored model is flipped. It is found, fetched again and stored.",
  },
  "memory-growth": {
    name: "Leak memory",
    about: "The engine's memory grows by some 300 MB and does not shrink.",
  },
};

/** The words of the chaos corner, in English; they come with the diagnostics. */
export const chaosEn = {
  title: "Break something",
  about:
    "Each button breaks one thing for real, once. The app has to notice, start again and go on: nothing that is stored is lost, and the camera is not asked for again.",
  kinds,
  notRunning: "Nothing runs just now.",
  noCamera: "The camera is not on.",
  noGpu: "Nothing computes on a GPU just now.",
  noNetwork: "Not without a network: what is damaged has to be fetched again.",
  brought: "Not with a model that you brought: it comes from nowhere else.",
  busy: "Going on",
  failed: (reason: string) => `It could not be broken: ${reason}`,
  recoveries: "Recoveries",
  none: "Nothing has gone wrong.",
  kind: "What",
  detected: "Noticed after",
  recovered: "Works after",
  notYet: "not yet",
  forget: "Let everything be tried again",
};
