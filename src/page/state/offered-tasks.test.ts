import { expect, it } from "vitest";
import { tasks } from "#tasks";
import { offeredTasks } from "./offered-tasks.ts";

const idsOf = (of: readonly { readonly id: string }[]) => of.map(({ id }) => id);

it("offers every task with a model, in the order of the list", () => {
  expect(idsOf(offeredTasks("detect"))).toEqual(idsOf(tasks).filter((id) => id !== "classify"));
});

it("leaves out what runs only models that a person brings, unless it is chosen already", () => {
  expect(idsOf(offeredTasks("pose"))).not.toContain("classify");
  expect(idsOf(offeredTasks("classify"))).toContain("classify");
});
