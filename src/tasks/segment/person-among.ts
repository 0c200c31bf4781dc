/** The number of the class that is people; −1 where none is. */
export function personAmong(labels: readonly string[]): number {
  return labels.findIndex((label) => /^(person|people|human|pedestrian)$/i.test(label));
}
