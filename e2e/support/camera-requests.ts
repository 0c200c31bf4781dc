import type { Page } from "@playwright/test";

/** Counts camera requests; runs before the app. */
export function countCameraRequests(): void {
  const devices = navigator.mediaDevices;
  const original = devices.getUserMedia.bind(devices);
  Object.assign(window, { cameraRequests: 0 });
  devices.getUserMedia = (constraints) => {
    (window as unknown as { cameraRequests: number }).cameraRequests += 1;
    return original(constraints);
  };
}

/** How often the page asked for a camera until now. */
export function cameraRequests(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { cameraRequests: number }).cameraRequests);
}
