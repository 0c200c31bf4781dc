import { expect, it, vi } from "vitest";
import { bringOnce } from "./bring-once.ts";

it("brings once, however often it is asked", async () => {
  const fetched = vi.fn(async () => "here");
  const bring = bringOnce(fetched);
  expect(await Promise.all([bring(), bring()])).toEqual(["here", "here"]);
  expect(fetched).toHaveBeenCalledTimes(1);
});

it("brings again what did not come", async () => {
  const fetched = vi.fn(async () => "here").mockRejectedValueOnce(new Error("offline"));
  const bring = bringOnce(fetched);
  await expect(bring()).rejects.toThrow("offline");
  expect(await bring()).toBe("here");
});
