import { describe, expect, it } from "vitest";
import { AppError, fromPlainError, isAbort, toPlainError } from "./errors.ts";

describe("errors", () => {
  it("cross threads as plain data and come back with code, details and causes", () => {
    const inner = new Error("disk", { cause: new Error("sector 7") });
    const error = new AppError("storage-full", { neededBytes: 12 }, { cause: inner });
    const plain = JSON.parse(JSON.stringify(toPlainError(error)));
    expect(plain).toEqual({
      code: "storage-full",
      details: { neededBytes: 12 },
      causes: ["disk", "sector 7"],
    });
    const back = fromPlainError(plain);
    expect(AppError.is(back, "storage-full")).toBe(true);
    expect(((back.cause as Error).cause as Error).message).toBe("sector 7");
  });

  it.each([
    [new TypeError("x is undefined"), "x is undefined"],
    ["a bare string", "a bare string"],
    [undefined, "undefined"],
  ])("make a defect of anything else that is thrown: %s", (thrown, reason) => {
    expect(toPlainError(thrown)).toMatchObject({ code: "internal", details: { reason } });
  });

  it("end a chain of causes that bites its own tail", () => {
    const error = new Error("loop");
    error.cause = error;
    expect(toPlainError(error).causes).toHaveLength(8);
  });

  it("tell a cancelled call from a failed one", () => {
    expect(isAbort(Object.assign(new Error("stop"), { name: "AbortError" }))).toBe(true);
    expect(isAbort(new Error("AbortError"))).toBe(false);
  });
});
