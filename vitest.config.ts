import { defineConfig } from "vitest/config";
import { cardFacts } from "./scripts/card-facts.ts";

export default defineConfig({
  plugins: [cardFacts()],
  test: { include: ["{src,models,scripts,bench}/**/*.test.{ts,tsx}"], passWithNoTests: false },
});
