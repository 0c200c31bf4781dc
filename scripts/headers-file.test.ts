import { expect, it } from "vitest";
import { headersFile } from "./headers-file.ts";

it("public/_headers says what every other server of the app says", async () => {
  await expect(headersFile()).toMatchFileSnapshot("../public/_headers");
});
