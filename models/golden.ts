// Makes the golden vector of the object detector: `npx tsx models/golden.ts`, then
// `npm run models -- --pin`. A maintainer's script: slow, and never part of a build.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { drawGoldenFrame } from "./golden-frame.ts";
import { modelsFolder } from "./read-cards.ts";
import { inputOf, loadInNode } from "./run-in-node.ts";
import { sampleOutput } from "./sample-output.ts";

/** The moment of the sample at which the most kinds of things are well in view. */
const goldenTimeMs = 8500;
const sampledElements = 256;

// Plain JavaScript answers: no wasm, no GPU, no kernel shared with an engine of the app.
const { card, run } = await loadInNode("centernet-512", "cpu");
const inputFile = join(modelsFolder, "golden", card.golden.input.name);
// `--same-frame` answers again for the frame that is there, for a new network.
const frame = process.argv.includes("--same-frame")
  ? gunzipSync(await readFile(inputFile))
  : await drawGoldenFrame(card.input.width, goldenTimeMs);
const answers = await run(inputOf(card.input, frame));
const outputs = answers.map((output) => sampleOutput(output, sampledElements));
// zlib writes no time and no name into the gzip header, so equal frames give equal files.
await writeFile(inputFile, gzipSync(frame, { level: 9 }));
await writeFile(
  join(modelsFolder, "golden", card.golden.expected.name),
  `${JSON.stringify({ outputs })}\n`,
);
for (const { name, values } of outputs) console.log(name, "largest", Math.max(...values));
