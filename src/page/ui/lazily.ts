import { type ComponentType, lazy, type ReactNode } from "react";

/**
 * A component whose code comes when it is first shown. Where it cannot come (a first visit that lost its
 * network), `otherwise` stands in its place, and the rest of the page stays.
 */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  otherwise: ComponentType<Props> = Nothing,
): ComponentType<Props> {
  return lazy(async () => ({ default: await load().catch(() => otherwise) }));
}

function Nothing(): ReactNode {
  return null;
}
