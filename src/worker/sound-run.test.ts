import { expect, it, vi } from "vitest";
import { AppError } from "#shared";
import type { Session, Tensor } from "./engines/engine.ts";
import { runSoundly } from "./sound-run.ts";

const input = {} as Tensor;

/** A session whose answers are given one after the other, the last one for ever. */
function sessionOf(answers: readonly number[], proveAgain?: () => Promise<void>) {
  let asked = 0;
  const run = vi.fn(async () => {
    const value = answers[Math.min(asked, answers.length - 1)] ?? 0;
    asked += 1;
    return [{ data: Float32Array.of(value) }];
  });
  return { run, session: { run, ...(proveAgain && { proveAgain }) } as unknown as Session };
}
const mismatch = new AppError("golden-mismatch", {
  engine: "tfjs",
  backend: "wasm",
  output: "out",
  worst: 1,
  tolerance: 0,
});

it("passes sound answers on, and asks for no proof", async () => {
  const prove = vi.fn(async () => {});
  const { session } = sessionOf([0.5], prove);
  expect((await runSoundly(session, input))[0]?.data).toEqual(Float32Array.of(0.5));
  expect(prove).not.toHaveBeenCalled();
});

it("lets a session that answers no numbers fail by its proof", async () => {
  const { session } = sessionOf([Number.NaN], () => Promise.reject(mismatch));
  await expect(runSoundly(session, input)).rejects.toBe(mismatch);
});

it("asks the frame again after a proof that held, for the proof overwrote its answer", async () => {
  const prove = vi.fn(async () => {});
  const { session, run } = sessionOf([Number.NaN, 0.5], prove);
  expect((await runSoundly(session, input))[0]?.data).toEqual(Float32Array.of(0.5));
  expect(run).toHaveBeenCalledTimes(2);
});

it("asks a model that truly answers so only once for its proof", async () => {
  const prove = vi.fn(async () => {});
  const { session } = sessionOf([Number.NaN], prove);
  await runSoundly(session, input);
  await runSoundly(session, input);
  expect(prove).toHaveBeenCalledTimes(1);
});

it("believes a model that nothing can prove", async () => {
  const { session, run } = sessionOf([Number.NaN]);
  expect((await runSoundly(session, input))[0]?.data).toEqual(Float32Array.of(Number.NaN));
  expect(run).toHaveBeenCalledTimes(1);
});
