import { AppError } from "#shared";
import { threadStore } from "#store";
import { sha256Of } from "../import/sha256-of.ts";
import { chunkBytes, openModelSink } from "../model-sink.ts";

/**
 * Stores a file while every write of this worker's store meets a full quota, and again once there is room:
 * first it must be usable and not kept, then kept. A page cannot fill gigabytes of quota to try this: the
 * refusal of the browser is thrown where the browser would, inside the store's real transactions.
 * @throws AppError `internal` where the store does otherwise
 */
export async function fillQuota(onTrouble: (kind: "quota-full") => void): Promise<void> {
  const bytes = crypto.getRandomValues(new Uint8Array(65_536));
  const file = {
    name: "trial",
    bytes: bytes.byteLength,
    sha256: await sha256Of(new Blob([bytes])),
  };
  const { models } = await threadStore();
  const keep = async (): Promise<boolean> => {
    const sink = await openModelSink(file, models, onTrouble);
    for (let at = 0; at < bytes.length; at += chunkBytes)
      sink.add(bytes.subarray(at, at + chunkBytes));
    if (!(await sink.verify())) throw wrong("what was not kept was not usable either");
    return sink.kept;
  };
  try {
    if (await withFullQuota(keep)) throw wrong("a full store kept a file");
    if (!(await keep())) throw wrong("a store with room kept nothing");
  } finally {
    await models.delete(file.sha256);
  }
}

async function withFullQuota<T>(work: () => Promise<T>): Promise<T> {
  const { prototype } = IDBObjectStore;
  const { put, add } = prototype;
  const refuse = (): never => {
    throw new DOMException("made to meet a full quota", "QuotaExceededError");
  };
  Object.assign(prototype, { put: refuse, add: refuse });
  try {
    return await work();
  } finally {
    Object.assign(prototype, { put, add });
  }
}

function wrong(reason: string): AppError {
  return new AppError("internal", { reason });
}
