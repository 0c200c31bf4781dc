import { defineConfig } from "vitest/config";
import { cardFacts } from "./scripts/card-facts.ts";
import { compiledAssembly } from "./scripts/compiled-assembly.ts";

export default defineConfig({
  plugins: [cardFacts(), compiledAssembly()],
  test: { include: ["{src,models,scripts,bench}/**/*.test.{ts,tsx}"], passWithNoTests: false },
});
