import { expect, it } from "vitest";
import { benchDevice, browserOf } from "./bench-device.ts";

it.each([
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.1",
    "Edge 156",
  ],
  ["Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36", "Chrome 120"],
  ["Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", "Firefox 128"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) AppleWebKit/605.1 Version/17.4 Mobile Safari/604.1",
    "Safari 17.4",
  ],
  ["Something/1", "Something/1"],
  ["", "unknown"],
])("knows the browser of %j", (userAgent, name) => {
  expect(browserOf({ userAgent })).toBe(name);
});

it("believes the list of brands, without the one that is made up", () => {
  const brands = [
    { brand: "Not=A?Brand", version: "8" },
    { brand: "Chromium", version: "156" },
    { brand: "Google Chrome", version: "156" },
  ];
  const of = (list: typeof brands) =>
    browserOf({ userAgent: "Chrome/1", userAgentData: { brands: list, platform: "Linux" } });
  expect(of(brands)).toBe("Google Chrome 156");
  expect(of(brands.slice(0, 2))).toBe("Chromium 156");
});

it("tells what the browser tells, and no more", () => {
  const told = { userAgent: "Mozilla/5.0 (Android 14) Firefox/128.0", hardwareConcurrency: 8 };
  const screen = { width: 400, height: 800, pixelRatio: 2 };
  const plan = { gpu: "some GPU", softwareGpu: false, threads: 8 };
  expect(benchDevice(plan, told, screen, true)).toEqual({
    browser: "Firefox 128",
    platform: "Android",
    userAgent: told.userAgent,
    cores: 8,
    memoryGiB: null,
    gpu: "some GPU",
    softwareGpu: false,
    isolated: true,
    threads: 8,
    screen,
  });
});
