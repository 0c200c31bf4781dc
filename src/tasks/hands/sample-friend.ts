// The friend of the faces' sample shows her hands here.
export { ADA } from "../faces/sample/friends.ts";
export { drawHead } from "../faces/sample/head.ts";
export type { Pen, Point } from "../faces/sample/pen.ts";
export { glow, traceClosed } from "../faces/sample/pen.ts";
export { drawRoom } from "../faces/sample/room.ts";
