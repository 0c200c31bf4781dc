import { describe, expect, it } from "vitest";
import { RepetitionCounter } from "./repetition-counter.ts";
import type { RepetitionRange, Repetitions } from "./task.ts";

/** A movement: the angle after so many seconds; undefined where the joint is lost. */
type Movement = (seconds: number) => number | undefined;

interface Play {
  readonly seconds: number;
  readonly rate?: number;
  readonly range?: RepetitionRange | "seen";
}

/** Noise that is the same in every run, −1 … 1. */
function noise(step: number): number {
  const wave = Math.sin(step * 78.233) * 43758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
}

function play(movement: Movement, { seconds, rate = 30, range = "seen" }: Play): Repetitions {
  const counter = new RepetitionCounter("left_knee");
  for (let step = 0; step <= seconds * rate; step += 1) {
    counter.update(movement(step / rate), (step * 1000) / rate, range);
  }
  return counter.state;
}

/** Stands a second, then goes between two angles, `period` seconds for one repetition. */
function bends(from: number, to: number, period = 2): (seconds: number) => number {
  return (seconds) => {
    if (seconds < 1) return from;
    return from + ((to - from) * (1 - Math.cos((2 * Math.PI * (seconds - 1)) / period))) / 2;
  };
}

const knees = bends(172, 90);
// After the last repetition it stands for half a second.
const ten: Movement = (seconds) => knees(Math.min(seconds, 21));
const tenSeconds = 21.5;

describe("ten repetitions", () => {
  it.each([8, 10, 15, 30, 60])("are counted at %d frames a second", (rate) => {
    expect(play(ten, { seconds: tenSeconds, rate }).count).toBe(10);
  });

  it.each([
    ["from bent to straight and back", bends(60, 165)],
    ["of a small movement", bends(170, 122)],
    ["of the whole way", bends(180, 15)],
  ])("are counted %s", (_, movement) => {
    const stops: Movement = (seconds) => movement(Math.min(seconds, 21));
    expect(play(stops, { seconds: tenSeconds }).count).toBe(10);
  });

  it("are counted when they are quick", () => {
    const quick = bends(30, 150, 0.8);
    const stops: Movement = (seconds) => quick(Math.min(seconds, 9));
    expect(play(stops, { seconds: 9.5, rate: 15 }).count).toBe(10);
  });

  it.each([10, 30])("are counted through noise at %d frames a second", (rate) => {
    const noisy: Movement = (seconds) => (ten(seconds) ?? 0) + 9 * noise(seconds * rate);
    expect(play(noisy, { seconds: tenSeconds, rate }).count).toBe(10);
  });

  it("are counted though every seventh angle is wild", () => {
    const wild: Movement = (seconds) =>
      Math.round(seconds * 30) % 7 === 0 ? 90 + 90 * noise(seconds) : ten(seconds);
    expect(play(wild, { seconds: tenSeconds }).count).toBe(10);
  });

  it("are counted though the joint is lost for a second of each", () => {
    // Lost while it is down, seen again on the way up.
    const lost: Movement = (seconds) =>
      seconds > 1 && (seconds - 1) % 2 > 0.8 && (seconds - 1) % 2 < 1.5 ? undefined : ten(seconds);
    expect(play(lost, { seconds: tenSeconds }).count).toBe(10);
  });

  it("are counted though frames are lost at random", () => {
    const lost: Movement = (seconds) => (noise(seconds * 30) > 0.2 ? undefined : ten(seconds));
    expect(play(lost, { seconds: tenSeconds }).count).toBe(10);
  });

  it("are counted in a pause of half a minute between five and five", () => {
    const paused: Movement = (seconds) => ten(seconds < 11 ? seconds : Math.max(11, seconds - 30));
    expect(play(paused, { seconds: tenSeconds + 30 }).count).toBe(10);
  });

  it("are counted between angles that the person set", () => {
    const range = { bentDegrees: 110, straightDegrees: 150 };
    expect(play(ten, { seconds: tenSeconds, range })).toMatchObject({ count: 10, range });
  });
});

describe("what is no repetition", () => {
  it.each<[string, Movement]>([
    ["standing", () => 172],
    ["trembling", (seconds) => 165 + 12 * noise(seconds * 30)],
    ["a small movement", bends(172, 140)],
    ["bending down and staying there", (seconds) => knees(Math.min(seconds, 2))],
    ["a joint that is never seen", () => undefined],
  ])("is not counted: %s", (_, movement) => {
    expect(play(movement, { seconds: 12 }).count).toBe(0);
  });

  it("is not counted: half a repetition after whole ones", () => {
    const half = bends(172, 135);
    const movement: Movement = (seconds) =>
      seconds < 21 ? ten(seconds) : half(Math.min(seconds - 20, 5));
    expect(play(movement, { seconds: 27 }).count).toBe(10);
  });

  it("is not counted: trembling at one of the two angles", () => {
    const movement: Movement = (seconds) =>
      seconds < 5 ? ten(seconds) : 146 + 10 * noise(seconds * 30);
    const { count, range } = play(movement, { seconds: 15 });
    expect(range?.straightDegrees).toBeGreaterThan(140);
    expect(count).toBe(2);
  });

  it("is not counted: two wild frames", () => {
    const movement: Movement = (seconds) => {
      const step = Math.round(seconds * 30);
      return step === 700 || step === 701 ? 40 : ten(seconds);
    };
    expect(play(movement, { seconds: 26 }).count).toBe(10);
  });

  it("is not counted: coming back upright after being lost, bent, for long", () => {
    const movement: Movement = (seconds) => {
      if (seconds < 12) return ten(seconds);
      return seconds < 17 ? undefined : 172;
    };
    const before = play(ten, { seconds: 12 });
    expect(before).toMatchObject({ count: 5, phase: "bent" });
    expect(play(movement, { seconds: 20 }).count).toBe(5);
  });
});

describe("the counter's state", () => {
  it("knows no range before it saw the movement, and finds both angles within it", () => {
    expect(play(ten, { seconds: 1 })).toEqual({
      joint: "left_knee",
      count: 0,
      phase: "unknown",
    });
    const { range } = play(ten, { seconds: tenSeconds });
    expect(range?.bentDegrees).toBeGreaterThan(105);
    expect(range?.bentDegrees).toBeLessThan(125);
    expect(range?.straightDegrees).toBeGreaterThan(137);
    expect(range?.straightDegrees).toBeLessThan(157);
  });

  it("follows the movement: straight, bent, straight, and unknown while it is lost", () => {
    expect(play(ten, { seconds: 3 }).phase).toBe("straight");
    expect(play(ten, { seconds: 4 }).phase).toBe("bent");
    expect(play((seconds) => (seconds > 4 ? undefined : ten(seconds)), { seconds: 5 }).phase).toBe(
      "unknown",
    );
  });

  it("adapts when another exercise with a smaller way follows", () => {
    const small = bends(172, 125);
    const movement: Movement = (seconds) =>
      seconds < 21 ? ten(seconds) : small(Math.min(seconds - 20, 21));
    const { count, range } = play(movement, { seconds: 42 });
    expect(range?.bentDegrees).toBeGreaterThan(130);
    expect(count).toBeGreaterThanOrEqual(16);
  });
});

describe("a counter that goes on from what another one told last", () => {
  /** Plays to the second when the first one is lost, and from when the next one begins. */
  function playInTwo(lostAt: number, backAt: number, range: RepetitionRange | "seen" = "seen") {
    const first = new RepetitionCounter("left_knee");
    for (let ms = 0; ms <= lostAt * 1000; ms += 40) first.update(ten(ms / 1000), ms, range);
    const second = new RepetitionCounter("left_knee", first.state);
    for (let ms = backAt * 1000; ms <= tenSeconds * 1000; ms += 40) {
      second.update(ten(ms / 1000), ms, range);
    }
    return { first: first.state, second: second.state };
  }

  it.each([
    ["where the joint stood straight", 9.1, 9.3, 10],
    ["on its way down", 9.5, 9.8, 10],
    ["where it was bent", 9.9, 10.1, 10],
    // What it did while nobody looked is not guessed.
    ["but for the repetition whose end it does not know", 10.3, 10.6, 9],
  ])("counts on %s", (_, lostAt, backAt, count) => {
    const { first, second } = playInTwo(lostAt, backAt);
    expect(first.count).toBe(4);
    expect(second).toMatchObject({ count, rest: "straight" });
  });

  it("keeps the count, the range and the rest before it saw anything", () => {
    const { first } = playInTwo(9.1, 9.4);
    const second = new RepetitionCounter("left_knee", first);
    expect(second.state).toEqual({ ...first, phase: "unknown" });
  });
});
