import { refuse as refuseFile } from "../refuse.ts";

/** Ends a conversion: the graph holds what the converter does not know. @throws AppError `model-refused` */
export function refuse(reason: string): never {
  refuseFile("cannot-repair", "", reason);
}
