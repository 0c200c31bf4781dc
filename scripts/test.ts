import { check } from "./check.ts";
import { addCounts, printCounts } from "./counts.ts";
import { e2e } from "./e2e.ts";

const checked = await check();
printCounts(addCounts(checked, await e2e()));
