/** The Network Information API, which the type libraries lack. */
export interface NetworkInformation {
  readonly saveData?: boolean;
  readonly type?: string;
  readonly effectiveType?: string;
}

/** Whether this connection is likely paid by the byte or slow, as far as the browser tells. */
export function isMetered(connection: NetworkInformation | undefined): boolean {
  if (!connection) return false;
  return (
    connection.saveData === true ||
    connection.type === "cellular" ||
    connection.effectiveType === "slow-2g" ||
    connection.effectiveType === "2g"
  );
}
