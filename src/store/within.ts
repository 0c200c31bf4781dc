/**
 * Does `work` in a transaction that is either kept as a whole or not at all, and waits until it is kept.
 * @throws whatever `work` throws, else the transaction's own error: when it aborts for quota, its
 * requests only say AbortError
 */
export async function within<T>(
  transaction: { readonly done: Promise<void>; abort(): void },
  work: () => Promise<T>,
): Promise<T> {
  const done = transaction.done.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  let result: T;
  try {
    result = await work();
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It ended by itself, and that may be why `work` failed.
      const ended = await done;
      if (ended && error instanceof DOMException) throw ended.error;
    }
    await done;
    throw error;
  }
  const failed = await done;
  if (failed) throw failed.error;
  return result;
}
