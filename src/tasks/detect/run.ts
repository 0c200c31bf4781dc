import { type Affine, AppError, clipBox, mapPoint, type Region } from "#shared";
import type { Detection, DetectOptions, DetectResult, FrameInfo } from "#tasks";
import type { RunnerFrame, RunnerModel, TaskRunner } from "#tasks/runner";
import { type FollowedBox, Follower, keepScore } from "../decoders/follow.ts";
import type { FoundBox } from "../decoders/found-box.ts";
import { cornersOf } from "../decoders/min-area-rectangle.ts";
import { readBoxes } from "../decoders/read-boxes.ts";

/** Finds things, as the model's card says how its answers are read; follows them from frame to frame in live mode. */
export const runner = {
  begin(models, mode) {
    const { finder } = models;
    if (!finder) throw new AppError("internal", { reason: "detect needs the model finder" });
    let follower = new Follower();
    let lastFrame: FrameInfo | undefined;

    /** The follower of this source; a turned phone or another resolution starts a new one. */
    const followerFor = (frame: FrameInfo): Follower => {
      const turned = frame.width !== lastFrame?.width || frame.height !== lastFrame.height;
      if (turned) follower = new Follower();
      lastFrame = frame;
      return follower;
    };

    return {
      async run(frame, options): Promise<DetectResult> {
        const minScore = Math.min(0.95, Math.max(0.05, options.minScore));
        const lowest = mode === "live" ? keepScore(minScore) : minScore;
        const found = wanted(await find(finder, frame, lowest), finder, options);
        const boxes: readonly (FoundBox & Partial<FollowedBox>)[] =
          mode === "live"
            ? followerFor(frame.info).follow(found, frame.info.timestampMs, minScore)
            : found;
        const { width, height, timestampMs } = frame.info;
        return {
          task: "detect",
          frame: { width, height, timestampMs },
          detections: boxes.flatMap((box) => detectionOf(box, finder, frame.info)),
        };
      },
    };
  },
} satisfies TaskRunner<"detect">;

/** The boxes of one frame, in source pixels, best first. */
async function find(
  model: RunnerModel,
  frame: RunnerFrame,
  minScore: number,
): Promise<readonly FoundBox[]> {
  const { tensor, toSource } = await frame.fit(model.card.input);
  const found = readBoxes(model.card, await model.run(tensor), minScore);
  return found.map((one) => inSource(one, toSource));
}

/** The whole frame is never turned in the model's input, so two corners tell the box. */
function inSource(found: FoundBox, toSource: Affine): FoundBox {
  const [x, y, width, height] = found.box;
  const [left, top] = mapPoint(toSource, x, y);
  const [right, bottom] = mapPoint(toSource, x + width, y + height);
  const { region } = found;
  return {
    ...found,
    box: [left, top, right - left, bottom - top],
    ...(region && { region: regionInSource(region, toSource) }),
  };
}

/** A turned box; where the input is stretched, the rectangle with the sides that its own become. */
function regionInSource(region: Region, toSource: Affine): Region {
  const [centerX, centerY] = mapPoint(toSource, region.centerX, region.centerY);
  const [cos, sin] = [Math.cos(region.rotation), Math.sin(region.rotation)];
  const { a, d } = toSource;
  return {
    centerX,
    centerY,
    width: region.width * Math.hypot(a * cos, d * sin),
    height: region.height * Math.hypot(a * sin, d * cos),
    rotation: Math.atan2(d * sin, a * cos),
  };
}

function wanted(
  found: readonly FoundBox[],
  { card }: RunnerModel,
  { classes }: DetectOptions,
): readonly FoundBox[] {
  if (classes.length === 0) return found;
  const chosen = new Set(classes);
  return found.filter(({ classId }) => chosen.has(card.labels[classId] ?? ""));
}

/** A box with its name, cut to the frame; nothing where it lies wholly outside. */
function detectionOf(
  { classId, score, box, region, trackId }: FoundBox & Partial<FollowedBox>,
  { card }: RunnerModel,
  frame: FrameInfo,
): Detection[] {
  const visible = clipBox(box, frame);
  if (visible[2] === 0 || visible[3] === 0) return [];
  const label = card.labels[classId] ?? `class ${classId}`;
  return [
    {
      label,
      classId,
      score,
      box: visible,
      ...(region && { corners: cornersOf(region) }),
      ...(trackId !== undefined && { trackId }),
    },
  ];
}
