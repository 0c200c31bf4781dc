/** What a browser tells of its network; the type libraries of workers lack the connection. */
interface NetworkFacts {
  readonly onLine: boolean;
  readonly connection?: { readonly saveData?: boolean; readonly type?: string };
}

/** Whether bytes are dear: there is no network, the person wants few of them, or they are likely paid for. */
export function savesBytes({ onLine, connection }: NetworkFacts = navigator): boolean {
  return !onLine || connection?.saveData === true || connection?.type === "cellular";
}
