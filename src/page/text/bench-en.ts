import type { BenchComparison, BenchDifference } from "../state/bench-compare.ts";
import { bytesInWords } from "./numbers.ts";

/** A ratio as people say it: "1.0×", "2.4×", "13×". */
function times(ratio: number): string {
  if (!Number.isFinite(ratio)) return "–";
  return `${ratio < 9.95 ? ratio.toFixed(ratio < 0.095 ? 2 : 1) : Math.round(ratio)}×`;
}

/** Milliseconds with three digits that mean something: "0.83 ms", "8.31 ms", "83.1 ms", "831 ms", "8.3 s". */
function ms(value: number): string {
  if (value >= 10_000) return `${(value / 1_000).toFixed(1)} s`;
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)} ms`;
}

/** Every word of the Benchmark place in English; apart from the page's, because they come with its code. */
export const benchEn = {
  about:
    "Measures models on this device, each engine in turn with the others, and holds every answer against a known one.",
  model: "Model",
  ownModels: "Models of Localens",
  broughtModels: "Yours",
  ways: "What to measure",
  wayOf: (engine: string, backend: string) => `${engine} · ${backend}`,
  inHalves: (way: string) => `${way} · half precision`,
  backend: { wasm: "Processor", webgpu: "Graphics" },
  threads: (count: number) => (count === 1 ? "1 thread" : `${count} threads`),
  software: "Software graphics: right, and slow.",
  unfit: "Not here",
  reading: "Looking what can run here",
  noWays: "Nothing on this device can run this model.",
  readAgain: "Look again",
  most: (count: number) => `At most ${count} at a time.`,
  length: "How long",
  lengthName: { quick: "Quick", full: "Full", sustained: "Sustained" },
  lengthWords: {
    quick: "10 s of each.",
    full: "1,024 runs of each, 60 s at most.",
    sustained: "Runs on without a pause and shows whether this device slows down as it gets warm.",
  },
  minutes: "For",
  minutesOf: (count: number) => (count === 1 ? "1 minute" : `${count} minutes`),
  atMost: (minutes: number) =>
    minutes < 1 ? "Less than a minute." : `About ${Math.ceil(minutes)} min at most.`,
  download: (bytes: number) => `Downloads up to ${bytesInWords(bytes)} first.`,
  alone:
    "Camera and files pause meanwhile, so that nothing disturbs the times. What ran goes on afterwards.",
  start: "Start",
  again: "Measure again",
  cancel: "Stop and keep what was measured",
  chooseSome: "Choose at least one way.",
  starting: (way: string, index: number, total: number) =>
    `Starting ${way}, ${index + 1} of ${total}`,
  bringing: (loaded: number, total: number) =>
    `Downloading ${bytesInWords(loaded)} of ${bytesInWords(total)}`,
  measuring: (percent: number, runs: number) => `Measuring, ${percent} %, ${runs} runs so far`,
  measured: (percent: number) => `Measuring, ${percent} %`,
  runCount: (count: number) => (count === 1 ? "1 run" : `${count} runs`),
  progress: "Progress of the benchmark",

  results: "Results",
  fastestWords: (way: string, time: string) => `${way} answers in ${time}.`,
  coresOf: (count: number) => (count === 1 ? "1 core" : `${count} cores`),
  cancelled: "Stopped before the end: these are the runs up to then.",
  nothing: "Nothing could be measured.",
  hidden: (count: number) =>
    count === 1
      ? "The page was hidden once; what ran then is not counted."
      : `The page was hidden ${count} times; what ran then is not counted.`,
  caption: (model: string) => `One answer of ${model}, the model alone`,
  way: "Way",
  p50: "p50",
  p90: "p90",
  p99: "p99",
  shortest: "Shortest",
  longest: "Longest",
  mean: "Mean",
  spread: (deviation: string) => `± ${deviation}`,
  throughput: "A second",
  perSecond: (count: number) => (count < 9.95 ? count.toFixed(1) : String(Math.round(count))),
  runs: "Runs",
  agreement: "Agrees",
  agreesWithin: (worst: string, tolerance: string) => `off by ${worst}, ${tolerance} allowed`,
  differsBy: (worst: string, other: string) => `off by ${worst} from ${other}`,
  agreementNone: "nothing to compare with",
  right: "Right",
  wrong: "Wrong",
  brokeDown: (reason: string) => `Stopped: ${reason}`,
  stages: "Stage by stage",
  stagesCaption: "Median of every stage, on one picture of the drawn scene",
  stageName: {
    preprocess: "Prepare",
    infer: "Think",
    decode: "Read out",
    endToEnd: "All of it",
  },
  stagesModel: "Its task needs other models, too: reading out is not measured here.",
  cold: "First start",
  coldCaption: "Every part of a first start, alone",
  coldName: {
    download: "Files",
    hash: "Check them",
    engine: "Engine",
    compile: "Compile",
    first: "First answer",
  },
  coldCached: (bytes: number) => `${bytesInWords(bytes)} were here`,
  coldFetched: (bytes: number) => `${bytesInWords(bytes)} fetched`,
  overTime: "Over time",
  overTimeWords: "Median answer of each moment.",
  overTimeTable: "Over time, as a table",
  overTimeCaption: "Median of five seconds each, and against the first minute",
  moment: "After",
  seconds: (value: number) => `${Math.round(value)} s`,
  distribution: "Distribution",
  distributionWords: "How many of all answers were as fast, or faster.",
  distributionTable: "Distribution, as a table",
  percent: "Part of the answers",
  percentOf: (value: number) => `${value} %`,
  chartOf: (title: string) => `${title}. The numbers are in the table below.`,
  axisSeconds: "seconds",
  axisMs: "ms",
  axisTimes: "× first minute",
  driftTitle: "Drift",
  driftWords: "Median of every five seconds, over that of the first minute. Up is slower.",
  axisPercent: "% of answers",
  driftUnknown: "ran no longer than the first minute, which the rest is held against",
  drift: (percent: number) =>
    percent > 2
      ? `${percent} % slower at the end than in the first minute`
      : percent < -2
        ? `${-percent} % faster at the end than in the first minute`
        : "as fast at the end as in the first minute",
  device: "This device",
  deviceName: {
    browser: "Browser",
    platform: "System",
    cores: "Cores",
    memory: "Memory",
    gpu: "Graphics",
    isolated: "Isolated",
    threads: "Threads for engines",
    screen: "Screen",
  },
  memory: (gib: number) => `${gib} GiB, as the browser rounds it`,
  unknown: "the browser does not say",
  none: "none",
  yes: "Yes",
  no: "No",
  screen: (width: number, height: number, ratio: number) =>
    `${width} × ${height} at ${Number(ratio.toFixed(2))}×`,

  report: "Report",
  save: "Save as JSON",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "The browser does not let this page copy. Select the text below instead.",
  share: "Share as a picture",
  savePicture: "Save as a picture",
  pictureFailed: "The picture could not be drawn. Save the JSON instead.",
  fileName: (model: string) => `localens-benchmark-${model}`,
  pictureTitle: "Measured on the device itself",
  pictureFoot: (version: string, date: string) => `Localens ${version} · ${date}`,

  compare: "Compare",
  compareWords: "Open the report that another device saved.",
  compareOwn: "Measure here first, then open the report that another device saved.",
  compareWaits: (file: string, model: string) =>
    `${file} is open. It measured ${model}; measure that here, too, and both stand side by side.`,
  choose: "Choose a report",
  another: "Choose another",
  close: "Close",
  compared: (file: string) => `This device against ${file}`,
  different: {
    model: (here: string, there: string) =>
      `These reports measured different models: ${here} here, ${there} there. Their times say nothing about the devices, so they are not compared. Measure the same model on both.`,
    files: (here: string, there: string) =>
      `Both are called the same, but their files differ: ${here.slice(0, 12)}… here, ${there.slice(0, 12)}… there. They are not compared. Update the app on both devices and measure again.`,
  } satisfies Record<
    (BenchComparison & { at: "different" })["in"],
    (here: string, there: string) => string
  >,
  headline: (ratio: number) => {
    if (!Number.isFinite(ratio)) return "";
    if (ratio > 1.02) return `This device is ${times(ratio)} as fast as the other one.`;
    if (ratio < 0.98) return `The other device is ${times(1 / ratio)} as fast as this one.`;
    return "Both devices are equally fast.";
  },
  here: "Here",
  there: "There",
  ratio: "Ratio",
  ratioOf: times,
  compareCaption: "Median answer here and there, and how many times as long the other takes",
  notThere: (way: string) => `${way}: measured here alone`,
  notHere: (way: string) => `${way}: measured there alone`,
  differences: "What differs",
  noDifferences: "Same browser, same kind of device, same way of measuring.",
  differenceName: {
    browser: "Browser",
    platform: "System",
    cores: "Cores",
    memory: "Memory",
    gpu: "Graphics",
    isolated: "Isolated",
    version: "Localens",
    length: "Length",
  } satisfies Record<BenchDifference["about"], string>,
  ms,
};
