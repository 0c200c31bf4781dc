import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { App } from "../state/app.ts";
import type { AppState } from "../state/app-state.ts";

/** The app and the one file picker, for every component. */
export interface AppContextValue {
  readonly app: App;
  pickPictures(): void;
}

/** Carries the app to the components. */
export const AppContext = createContext<AppContextValue | null>(null);

/** The app's verbs. */
export function useApp(): AppContextValue {
  const value = useContext(AppContext);
  if (!value) throw new Error("no app around this component");
  return value;
}

/** A part of the state; the component renders again when that part changes. */
export function useAppState<Part>(select: (state: AppState) => Part): Part {
  return useStore(useApp().app.store, select);
}
