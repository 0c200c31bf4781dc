import { expect, it } from "vitest";
import { tasks } from "#tasks";
import { offeredTasks } from "./offered-tasks.ts";

const idsOf = (of: readonly { readonly id: string }[]) => of.map(({ id }) => id);

it("offers every task with a model, in the order of the list", () => {
  const offered = idsOf(tasks).filter((id) => id !== "classify" && id !== "raw");
  expect(idsOf(offeredTasks("detect", []))).toEqual(offered);
});

it("leaves out what runs only models that a person brings, unless it is chosen already", () => {
  expect(idsOf(offeredTasks("pose", []))).not.toContain("classify");
  expect(idsOf(offeredTasks("classify", []))).toContain("classify");
});

it("offers a task once there is a model for it", () => {
  const offered = idsOf(offeredTasks("pose", [{ task: "classify" }, { task: "detect" }]));
  expect(offered).toContain("classify");
  expect(offered).not.toContain("raw");
});
