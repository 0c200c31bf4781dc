import {
  AppError,
  type CpuTensor,
  compareWithGolden,
  type GoldenExpectation,
  type GoldenVerdict,
  type ProvedCard,
  parseGoldenExpectation,
  type Tolerance,
  toleranceOf,
  type Variant,
} from "#shared";
import type { Session } from "./engines/engine.ts";
import { createConverter, createInputTensor } from "./preprocess/convert.ts";

/** A card's proof, ready to be put to an engine. */
export interface GoldenRun {
  readonly input: CpuTensor;
  readonly expected: GoldenExpectation;
  readonly tolerance: Tolerance;
}

/**
 * Reads a card's golden files (verified bytes, by the names of the card), to prove a variant with. The input goes through the
 * same conversion as every frame.
 * @throws AppError `bad-card` when they are not what a card promises
 */
export async function readGoldenRun(
  card: ProvedCard,
  variant: Pick<Variant, "tolerance">,
  files: ReadonlyMap<string, ArrayBuffer>,
): Promise<GoldenRun> {
  const { golden, input } = card;
  const pixels = await gunzip(fileNamed(files, golden.input.name));
  const wanted = input.width * input.height * 3;
  if (pixels.length !== wanted) {
    const reason = `${pixels.length} bytes instead of ${wanted}`;
    throw new AppError("bad-card", { path: "golden.input", reason });
  }
  const tensor = createInputTensor(input);
  createConverter(input).convert(pixels, 3, tensor.data);
  const json: unknown = JSON.parse(
    new TextDecoder().decode(fileNamed(files, golden.expected.name)),
  );
  const tolerance = toleranceOf(golden, variant);
  return { input: tensor, expected: parseGoldenExpectation(json), tolerance };
}

/** Lets a session answer the golden input, and compares. Throws what the session throws. */
export async function judgeSession(
  session: Session,
  { input, expected, tolerance }: GoldenRun,
): Promise<GoldenVerdict> {
  return compareWithGolden(await session.run([input]), expected, tolerance);
}

/**
 * Lets a session answer the golden input.
 * @throws AppError `golden-mismatch` when it answers anything else than expected; what the session throws
 */
export async function proveSession(
  session: Session,
  golden: GoldenRun,
  engine: string,
  backend: string,
): Promise<void> {
  const { ok, worst, output, tolerance } = await judgeSession(session, golden);
  if (!ok) throw new AppError("golden-mismatch", { engine, backend, output, worst, tolerance });
}

function fileNamed(files: ReadonlyMap<string, ArrayBuffer>, name: string): ArrayBuffer {
  const file = files.get(name);
  if (!file) throw new AppError("bad-card", { path: "golden", reason: `${name} is missing` });
  return file;
}

async function gunzip(bytes: ArrayBuffer): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
