/** Draws people whom the mask's network takes for people: the scene of the faces task. */
export { drawSample } from "../faces/sample.ts";
