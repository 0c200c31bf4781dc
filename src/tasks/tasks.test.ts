import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { taskById, tasks } from "./tasks.ts";

const folder = import.meta.dirname;
const ids = tasks.map(({ id }) => id);

it("lists every task folder once", () => {
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "task.ts")))
    .map(({ name }) => name);
  expect([...ids].sort()).toEqual(folders.sort());
});

describe.each(ids)("the task %s", (id) => {
  it.each(["task.ts", "run.ts", "draw.ts", "view.tsx", "run.test.ts", "export.ts"])(
    "has its %s",
    (file) => {
      expect(existsSync(join(folder, id, file))).toBe(true);
    },
  );

  it("is found by its id", () => {
    expect(taskById(id)?.id).toBe(id);
  });
});

it("finds nothing by another id", () => {
  expect(taskById("toString")).toBe(undefined);
});
