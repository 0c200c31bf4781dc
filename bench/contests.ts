import type { Page } from "@playwright/test";
import { type Contender, human, localens, mediapipe } from "./contenders.ts";

/** Where the contenders are served. */
export interface Origins {
  readonly app: string;
  readonly peers: string;
}

/** One task, measured against who does the same with the same weights. */
export interface Contest {
  readonly id: string;
  readonly title: string;
  /** The task whose drawn sample the camera plays. */
  readonly clip: string;
  /** Localens first. */
  contenders(origins: Origins): readonly Contender[];
  /** What the time per frame is meant to be, as a part of the faster peer's. */
  readonly goal: number;
}

async function hideWithoutMesh(page: Page): Promise<void> {
  await page.getByLabel("Show the shape of each face").uncheck();
  await page.getByLabel("Hide faces").selectOption("blur");
}

function againstHuman(task: string): Contest["contenders"] {
  return ({ app, peers }) => [
    localens(app, task),
    human(peers, task, "default"),
    human(peers, task, "bare"),
  ];
}

/** Every contest, in the order in which they are run. */
export const contests: readonly Contest[] = [
  {
    id: "detect",
    title: "object detection",
    clip: "detect",
    contenders: againstHuman("detect"),
    goal: 0.65,
  },
  { id: "pose", title: "one pose", clip: "pose", contenders: againstHuman("pose"), goal: 0.65 },
  {
    id: "faces",
    title: "three faces with mesh",
    clip: "faces",
    contenders: againstHuman("faces"),
    goal: 0.35,
  },
  {
    id: "segment",
    title: "person mask",
    clip: "segment",
    contenders: ({ app, peers }) => [localens(app, "segment"), mediapipe(peers, "segment")],
    goal: 0.6,
  },
  {
    id: "hide",
    title: "finding and hiding three faces, against finding alone",
    clip: "faces",
    contenders: ({ app, peers }) => [
      localens(app, "faces", { options: hideWithoutMesh }),
      mediapipe(peers, "faces"),
    ],
    goal: 1.2,
  },
  {
    id: "hide-near",
    title: "the same with the peer's own finder",
    clip: "faces",
    contenders: ({ app, peers }) => [
      localens(app, "faces", { model: "blazeface-short", options: hideWithoutMesh }),
      mediapipe(peers, "faces"),
    ],
    goal: 1.2,
  },
];
