// Makes golden vectors: `npx tsx models/golden.ts <card>`, then `npm run models -- --pin`. A maintainer's
// script: slow, and never part of a build. `--same-frame` answers again for the input that is there.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { CpuTensor, ProvedCard } from "#shared";
import { drawGoldenFrame } from "./golden-frame.ts";
import { modelsFolder, readCards } from "./read-cards.ts";
import { answerWithGraph, answerWithOnnx, answerWithTfjs } from "./references.ts";
import { inputOf } from "./run-in-node.ts";
import { sampleOutput } from "./sample-output.ts";

interface GoldenRecipe {
  /** A module with a `drawSample`, from the root of the project, and the moment to draw. */
  readonly sample: string;
  readonly timeMs: number;
  /** A second implementation: never the engine that the golden vector proves. */
  answer(card: ProvedCard, input: CpuTensor): Promise<readonly CpuTensor[]>;
}

const goldens: Readonly<Record<string, GoldenRecipe>> = {
  // The moment of the sample at which the most kinds of things are well in view.
  "centernet-512": {
    sample: "/src/tasks/detect/sample.ts",
    timeMs: 8500,
    answer: answerWithTfjs,
  },
  // The figure is bent and sways: no joint lies where its mirror image would.
  "movenet-lightning": {
    sample: "/src/tasks/pose/sample.ts",
    timeMs: 4000,
    answer: answerWithTfjs,
  },
  blazeface: { sample: "/src/tasks/faces/sample.ts", timeMs: 0, answer: answerWithTfjs },
  "blazeface-short": { sample: "/src/tasks/faces/sample.ts", timeMs: 0, answer: answerWithTfjs },
  facemesh: { sample: "/src/tasks/faces/sample/close-up.ts", timeMs: 0, answer: answerWithTfjs },
  "palm-lite": { sample: "/src/tasks/hands/sample.ts", timeMs: 5000, answer: answerWithTfjs },
  "handlandmark-lite": {
    sample: "/src/tasks/hands/sample/close-up.ts",
    timeMs: 0,
    answer: answerWithTfjs,
  },
  "selfie-landscape": { sample: "/src/tasks/faces/sample.ts", timeMs: 0, answer: answerWithTfjs },
  "selfie-square": { sample: "/src/tasks/faces/sample.ts", timeMs: 0, answer: answerWithGraph },
  "ppocr-cls": { sample: "/models/golden-line-turned.ts", timeMs: 0, answer: answerWithOnnx },
  "ppocr-rec": { sample: "/models/golden-line.ts", timeMs: 0, answer: answerWithOnnx },
  "ppocr-det": { sample: "/models/golden-sign.ts", timeMs: 0, answer: answerWithOnnx },
};

const sampledElements = 256;

const id = process.argv[2] ?? "";
const golden = goldens[id];
const card = readCards().find(({ name }) => name === id)?.card;
if (!golden || !card) throw new Error(`Name a card: ${Object.keys(goldens).join(", ")}.`);

const inputFile = join(modelsFolder, "golden", card.golden.input.name);
const frame = process.argv.includes("--same-frame")
  ? gunzipSync(await readFile(inputFile))
  : await drawGoldenFrame(golden.sample, card.input, golden.timeMs);
const answers = await golden.answer(card, inputOf(card.input, frame));
const outputs = answers.map((output) => sampleOutput(output, sampledElements));
// zlib writes no time and no name into the gzip header, so equal frames give equal files.
await writeFile(inputFile, gzipSync(frame, { level: 9 }));
await writeFile(
  join(modelsFolder, "golden", card.golden.expected.name),
  `${JSON.stringify({ outputs })}\n`,
);
for (const { name, values } of outputs) console.log(name, "largest", Math.max(...values));
