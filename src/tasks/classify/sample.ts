// Whatever the model knows: a room or a street full of things gives it the most to choose from.
export { drawSample } from "../detect/sample.ts";
