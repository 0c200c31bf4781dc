import type { EngineSupport, FixedSize, ModelProposal, ModelReport, RepairId } from "#model-kit";
import type { Backend, CardDecoder, EngineId, ModelCard, PinnedFile, TensorSpec } from "#shared";
import type { TaskResult } from "#tasks";

/** A file as it came, and its path with `/` where it is one of a folder. */
export interface GivenFile {
  readonly name: string;
  readonly blob: Blob;
}

/** A file of a model, told apart, hashed and unpacked. */
export interface BroughtFile extends PinnedFile {
  readonly blob: Blob;
}

/** Where a model came from. */
export type BroughtFrom =
  | { readonly kind: "file"; readonly name: string }
  | { readonly kind: "address"; readonly url: string }
  | { readonly kind: "shared"; readonly name: string };

/** What is to be read as a model. */
export interface ExamineModel {
  readonly files: readonly GivenFile[];
  /** Labels that were chosen beside it; they win over what the model says. */
  readonly labels?: GivenFile;
  /** A change of the file that the doctor makes first. */
  readonly repair?: { readonly id: RepairId; readonly size?: FixedSize };
}

/** What a model file says, and how it could be used; nothing of it was executed. */
export interface ExaminedModel {
  readonly files: readonly BroughtFile[];
  readonly report: ModelReport;
  readonly support: readonly EngineSupport[];
  readonly proposal: ModelProposal;
  /** The proposal as a card, where it has an input that a frame can fill; or the card of a `.localens.zip`. */
  readonly card: ModelCard | null;
  /** Every output of the graph, as the file states it. */
  readonly outputs: readonly TensorSpec[];
  /** How its outputs could be read, the proposed way first. */
  readonly decoders: readonly CardDecoder[];
  /** Of a `.localens.zip`: where its model came from. */
  readonly packed: { readonly from: BroughtFrom | null } | null;
}

/** One run of a model on an engine. */
export interface TryModel {
  readonly card: ModelCard;
  readonly files: readonly BroughtFile[];
  readonly engine: EngineId;
  readonly backend: Backend;
  /** What it looks at; absent: the drawn sample. */
  readonly picture?: Blob;
  /** The longer side of the picture that comes back, in pixels. */
  readonly side: number;
  /** As long as that is on the screen, in CSS pixels. */
  readonly shownSide: number;
}

/** What became of one run. */
export interface ModelTrial {
  readonly engine: EngineId;
  readonly backend: Backend;
  readonly threads: number;
  /** Start of the engine to its first answer. */
  readonly loadMs: number;
  /** Median of a few runs, without making the input. */
  readonly inferMs: number;
  /** What it really answers with: files state shapes that they do not keep. */
  readonly outputs: readonly TensorSpec[];
  /** A sample of each output for the drawn input, to compare engines by. */
  readonly sample: readonly (readonly number[])[];
  readonly result: TaskResult;
  /** The picture and what was found in it. */
  readonly shown: ImageBitmap;
  /** The addresses that the worker asked for on the way: the engine's files. */
  readonly addresses: readonly string[];
}

/** A model that a person brought, as the list of models tells of it. */
export interface BroughtModel {
  readonly card: ModelCard;
  readonly from: BroughtFrom;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly usedAt: number | null;
  readonly measure: {
    readonly engine: string;
    readonly backend: string;
    readonly inferMs: number;
    readonly agreement: number | null;
  } | null;
  /** All its files are stored whole. */
  readonly complete: boolean;
}

/** A shipped model of which something is stored. */
export interface ShippedModel {
  readonly card: ModelCard;
  readonly storedBytes: number;
  readonly usedAt: number | null;
}

/** The models of this device. */
export interface ModelShelf {
  readonly brought: readonly BroughtModel[];
  readonly shipped: readonly ShippedModel[];
}

/** The calls about models that a person brings. */
export interface ModelCalls {
  /**
   * Reads files as a model. For a worker of its own: a hostile file may hang it.
   * Throws AppError `model-refused`, `bad-card`.
   */
  examineModel: [ExamineModel, ExaminedModel];
  /**
   * Runs a model on an engine. For a worker of its own: a broken model may abort, hang or poison it.
   * Throws AppError `engine-failed`, `bad-card`, `picture-unreadable`.
   */
  tryModel: [TryModel, ModelTrial];
  /** Stores a model. Throws AppError `bad-card`, `storage-full`, `storage-unavailable`. */
  acceptModel: [
    {
      readonly card: ModelCard;
      readonly files: readonly BroughtFile[];
      readonly from: BroughtFrom;
      readonly measure: BroughtModel["measure"];
    },
    BroughtModel,
  ];
  listModels: [undefined, ModelShelf];
  renameModel: [{ readonly id: string; readonly title: string }, undefined];
  /** A second card over the same files. */
  duplicateModel: [{ readonly id: string; readonly title: string }, undefined];
  /** Deletes a brought model, and those of its files that no other needs; or the files of a shipped one. */
  deleteModel: [{ readonly id: string }, undefined];
  /** A `.localens.zip`: the card and the files as they came. */
  exportModel: [{ readonly id: string }, GivenFile];
}
