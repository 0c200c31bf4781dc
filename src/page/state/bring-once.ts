/** Brings something once; what did not come is brought again for who asks next. */
export function bringOnce<T>(bring: () => Promise<T>): () => Promise<T> {
  let coming: Promise<T> | undefined;
  return () => {
    coming ??= bring();
    coming.catch(() => {
      coming = undefined;
    });
    return coming;
  };
}
