import type { ReactNode } from "react";
import type { OptionsOf, ResultOf, TaskId } from "#tasks";

/** What an options panel is given. */
export interface OptionsProps<Id extends TaskId> {
  readonly options: OptionsOf<Id>;
  /** The labels of the chosen model, for choosing among classes. */
  readonly labels: readonly string[];
  /** What was found last, where something was. */
  readonly result?: ResultOf<Id> | undefined;
  onChange(options: OptionsOf<Id>): void;
}

/** What a person reads about the thing that was tapped. */
export interface ViewDetail {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly value: string }[];
}

/** What a task's `view.tsx` exports as `view`. */
export interface TaskView<Id extends TaskId> {
  Options(props: OptionsProps<Id>): ReactNode;
  /** What was found as something to use: text to select and copy. Shown above the options. */
  Found?(props: { readonly result: ResultOf<Id> }): ReactNode;
  /** The result in words, one line: "person ×2 · dog"; empty when nothing was found. */
  words(result: ResultOf<Id>): string;
  /** The same for a screen reader: "2 persons and a dog". */
  spoken(result: ResultOf<Id>): string;
  /** The details of what lies at a point of the source frame, if anything does. */
  detailAt(result: ResultOf<Id>, x: number, y: number): ViewDetail | undefined;
  /** One point of each thing found at which `detailAt` tells of it: for asking without a pointer. */
  detailPoints?(result: ResultOf<Id>): readonly (readonly [x: number, y: number])[];
}
