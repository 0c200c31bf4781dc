import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["{src,models,scripts,bench}/**/*.test.{ts,tsx}"], passWithNoTests: false },
});
