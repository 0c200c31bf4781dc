export type {
  BenchCalls,
  BenchChoice,
  BenchPlan,
  BenchRun,
  BenchStages,
  ColdTimes,
  GoldenDistance,
  OpenedBench,
} from "./bench-calls.ts";
export type {
  Allowed,
  AttachedSource,
  Calls,
  DeviceCheck,
  DeviceCheckAnswer,
  EngineOnBackend,
  Events,
  FrameMessage,
  FrameSource,
  LoadRequest,
  SessionReport,
  SetOptions,
  Spread,
  Stage,
  StoredFile,
  TransferableTrack,
  ViewState,
  WorkerReport,
} from "./calls.ts";
export { heartbeatMs } from "./calls.ts";
export type { ChaosCalls, HealedTrouble, TroubleKind, WorkerTrouble } from "./chaos-calls.ts";
export { troubleKinds } from "./chaos-calls.ts";
export type {
  ExportCalls,
  ExportedPicture,
  ExportMask,
  ExportPicture,
} from "./export-calls.ts";
export type {
  BroughtFile,
  BroughtFrom,
  BroughtModel,
  ExaminedModel,
  ExamineModel,
  GivenFile,
  ModelCalls,
  ModelShelf,
  ModelTrial,
  ShippedModel,
  TryModel,
} from "./model-calls.ts";
export type { ModelRuns, PaceCalls } from "./pace-calls.ts";
export { runWindow } from "./pace-calls.ts";
export type {
  AnnotatedPicture,
  ChosenPicture,
  DrawPicture,
  FileNote,
  PictureCalls,
  PictureRan,
  PictureView,
  RunPicture,
} from "./picture-calls.ts";
export type {
  RecordCalls,
  RecordingProgress,
  RecordingUpdate,
  SoundChunk,
  StartRecording,
  Still,
  TakeStill,
} from "./record-calls.ts";
export type { CallOptions, Channel, Client, Handlers, Listeners, Server } from "./rpc.ts";
export { createClient, createServer, handOver } from "./rpc.ts";
export type {
  CandidateRow,
  MissingCandidate,
  ModelTunePlan,
  OpenedCandidate,
  SwapReport,
  TuneCalls,
  TuneCandidate,
  TuneOutcome,
} from "./tune-calls.ts";
export type {
  ChosenVideo,
  ExportVideo,
  MadeVideo,
  RunVideo,
  VideoCalls,
  VideoFacts,
  VideoFrameAt,
  VideoFramePicture,
  VideoFrameResult,
  VideoProgress,
  VideoSummary,
  VideoUpdate,
} from "./video-calls.ts";
