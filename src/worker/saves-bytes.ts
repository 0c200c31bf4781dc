import { isMetered, type NetworkInformation } from "#shared";

/** What a browser tells of its network. */
interface NetworkFacts {
  readonly onLine: boolean;
  readonly connection?: NetworkInformation;
}

/** Whether bytes are dear: there is no network, the person wants few of them, or they are slow or paid for. */
export function savesBytes({ onLine, connection }: NetworkFacts = navigator): boolean {
  return !onLine || isMetered(connection);
}
