import { lazy, type ReactNode, Suspense } from "react";
import { places } from "../flags.ts";
import { text } from "../text/text.ts";
import { useApp, useAppState } from "./app-context.ts";

/** Every place but the live one, loaded when it is first shown. */
const pages = {
  files: lazy(async () => ({ default: (await import("../files/files-place.tsx")).FilesPlace })),
  models: lazy(async () => ({ default: (await import("../models/models-place.tsx")).ModelsPlace })),
  benchmark: lazy(async () => ({
    default: (await import("../benchmark/benchmark-place.tsx")).BenchmarkPlace,
  })),
} as const;

/** Where one can go. */
export function PlacesRow(): ReactNode {
  const { app } = useApp();
  const here = useAppState((state) => state.place);
  return (
    <nav className="places" aria-label={text.places}>
      {places.map((place) => (
        <button
          key={place}
          type="button"
          data-testid={`place-${place}`}
          aria-current={place === here ? "page" : undefined}
          onClick={() => app.goTo(place)}
        >
          {text.placeName[place]}
        </button>
      ))}
    </nav>
  );
}

/** The place that is shown instead of the live view, if one is. */
export function PlacePage(): ReactNode {
  const here = useAppState((state) => state.place);
  if (here === "live") return null;
  const Page = pages[here];
  return (
    <main className="place" data-place={here}>
      <Suspense fallback={null}>
        <Page />
      </Suspense>
    </main>
  );
}
