// Whatever the model looks for: a street full of things gives it the most to answer to.
export { drawSample } from "../detect/sample.ts";
