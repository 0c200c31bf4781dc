import { describe, expect, it } from "vitest";
import { cameraAbsence, cameraTrouble } from "./camera-error.ts";

describe("cameraTrouble", () => {
  it.each([
    ["NotAllowedError", "camera-refused"],
    ["SecurityError", "camera-refused"],
    ["NotFoundError", "camera-missing"],
    ["NotReadableError", "camera-busy"],
    ["AbortError", "camera-busy"],
    ["TypeError", "camera-unsupported"],
  ])("tells %s as %s", (name, code) => {
    const cause = new DOMException("the browser's words", name);
    const trouble = cameraTrouble(cause);
    expect(trouble).toMatchObject({ do: "tell", error: { code } });
    expect(trouble).toMatchObject({ error: { cause, details: { reason: "the browser's words" } } });
  });

  it("asks for less when the device cannot do what was asked", () => {
    expect(cameraTrouble(new DOMException("", "OverconstrainedError"))).toEqual({
      do: "ask-looser",
    });
  });
});

describe("cameraAbsence", () => {
  it.each([
    [false, {}, "https"],
    [true, undefined, "no camera access"],
  ])("names what is missing (secure %s)", (isSecureContext, mediaDevices, words) => {
    const error = cameraAbsence({ isSecureContext, mediaDevices });
    expect(error?.code).toBe("camera-unsupported");
    expect(error?.message).toContain(words);
  });

  it("finds nothing missing on a secure page with devices", () => {
    expect(cameraAbsence({ isSecureContext: true, mediaDevices: {} })).toBeUndefined();
  });
});
