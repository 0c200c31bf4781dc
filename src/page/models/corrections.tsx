import { type ReactNode, useId, useRef } from "react";
import type { CardDecoder, Fit, InputSpec, ModelCard } from "#shared";
import type { ImportState } from "../state/import-state.ts";
import type { Imports } from "../state/imports.ts";
import { modelsText as words } from "../text/models-text.ts";
import { Field, SelectField } from "./field.tsx";
import {
  type Normalization,
  normalizationOf,
  normalizations,
  numbersOf,
  withChannels,
} from "./normalization.ts";
import { Why } from "./why.tsx";

type Proposed = ImportState & { at: "proposed" };

/** Every guess about a model, to be corrected; the preview follows. */
export function Corrections({ imports, state }: { imports: Imports; state: Proposed }): ReactNode {
  const { card, examined } = state;
  const { input } = card;
  const nameId = useId();
  const change = (changed: Partial<ModelCard>): void => imports.change({ ...card, ...changed });
  const feed = (changed: InputSpec): void => change({ input: changed });
  const { decoder: current } = card;
  const isListed = examined.decoders.some((decoder) => same(decoder, current));
  // A card that came with its files may read them in a way that nobody would guess.
  const decoders = isListed || !current ? examined.decoders : [current, ...examined.decoders];
  const chosen = decoders.findIndex((decoder) => same(decoder, current));
  const normalization = normalizationOf(input);
  return (
    <div className="corrections">
      <Field id={nameId} label={words.name}>
        <input
          id={nameId}
          type="text"
          value={card.title}
          data-testid="model-title"
          onChange={({ target }) => imports.rewrite({ ...card, title: target.value })}
        />
      </Field>
      <SelectField
        label={words.task}
        testId="model-decoder"
        value={String(chosen)}
        options={decoders.map((decoder, index) => [String(index), decoderInWords(decoder)])}
        onChange={(index) => {
          const decoder = decoders[Number(index)];
          if (decoder) imports.setDecoder(decoder);
        }}
      />
      <SizeFields input={input} onChange={feed} />
      <SelectField
        label={words.fit}
        testId="model-fit"
        value={input.fit}
        options={Object.entries(words.fits)}
        onChange={(fit) => feed({ ...input, fit: fit as Fit })}
      />
      <SelectField
        label={words.channels}
        testId="model-channels"
        value={input.channels}
        options={Object.entries(words.channelNames)}
        onChange={(channels) => feed(withChannels(input, channels as InputSpec["channels"]))}
      />
      <SelectField
        label={words.normalization}
        testId="model-normalization"
        value={normalization ?? "own"}
        options={[
          ...normalizations.map((name) => [name, words.normalizations[name]] as const),
          ...(normalization ? [] : [["own", words.normalizations.own] as const]),
        ]}
        onChange={(name) => {
          if (name !== "own") {
            feed({ ...input, ...numbersOf(name as Normalization, input.channels) });
          }
        }}
      />
      <SelectField
        label={words.layout}
        testId="model-layout"
        value={input.layout}
        options={Object.entries(words.layouts)}
        onChange={(layout) => feed({ ...input, layout: layout as InputSpec["layout"] })}
      />
      <Labels imports={imports} card={card} examined={examined} />
      <Why reasons={examined.proposal.reasons} />
    </div>
  );
}

function SizeFields({
  input,
  onChange,
}: {
  input: InputSpec;
  onChange(input: InputSpec): void;
}): ReactNode {
  const widthId = useId();
  const heightId = useId();
  const side = (value: number): number => Math.min(4096, Math.max(1, Math.round(value) || 1));
  return (
    <div className="size-fields">
      <Field id={widthId} label={words.width}>
        <input
          id={widthId}
          type="number"
          min={1}
          max={4096}
          value={input.width}
          data-testid="model-width"
          onChange={({ target }) => onChange({ ...input, width: side(target.valueAsNumber) })}
        />
      </Field>
      <Field id={heightId} label={words.height}>
        <input
          id={heightId}
          type="number"
          min={1}
          max={4096}
          value={input.height}
          data-testid="model-height"
          onChange={({ target }) => onChange({ ...input, height: side(target.valueAsNumber) })}
        />
      </Field>
    </div>
  );
}

function Labels({
  imports,
  card,
  examined,
}: Pick<Proposed, "card" | "examined"> & { imports: Imports }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const told = card.labels.slice(0, 4).join(", ");
  const isNumbers = examined.packed === null && examined.proposal.labelSource === "numbers";
  return (
    <div className="labels-field">
      <p>
        {card.labels.length === 0 || isNumbers
          ? words.noLabels
          : `${words.labelCount(card.labels.length)}: ${told}${card.labels.length > 4 ? "…" : ""}`}
      </p>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        {words.chooseLabels}
      </button>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        accept=".txt,.json,.names,.csv,text/plain,application/json"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="model-labels"
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen) imports.setLabels({ name: chosen.name, blob: chosen });
          currentTarget.value = "";
        }}
      />
    </div>
  );
}

function same(one: CardDecoder, other: CardDecoder | undefined): boolean {
  const key = ({ id, parameters }: CardDecoder): string =>
    JSON.stringify([id, Object.entries(parameters).sort()]);
  return other !== undefined && key(one) === key(other);
}

/** What tells decoders of one kind apart, beside the output that they read. */
function decoderInWords(decoder: CardDecoder): string {
  const { detail } = words;
  const parts: string[] = [words.decoder[decoder.id]];
  if (decoder.id === "classify") parts.push(detail[decoder.parameters.scores]);
  if (decoder.id === "yolox" && decoder.parameters.decoded) parts.push(detail.decoded);
  if (decoder.id === "yolov8" && decoder.parameters.objectness) parts.push(detail.objectness);
  const { parameters } = decoder;
  if (decoder.id === "detr") parts.push(detail[decoder.parameters.activation]);
  if ("corners" in parameters) parts.push(detail[parameters.corners]);
  if ("background" in parameters && parameters.background) parts.push(detail.background);
  if ("endToEnd" in parameters && parameters.endToEnd) parts.push(detail.endToEnd);
  if ("layout" in parameters) parts.push(detail[parameters.layout]);
  const { output } = decoder.parameters as { readonly output?: string };
  if (output !== undefined) parts.push(output);
  return parts.join(" · ");
}
