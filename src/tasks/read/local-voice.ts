/** What of a voice the choice looks at. */
export interface Voice {
  readonly lang: string;
  readonly localService: boolean;
  readonly default: boolean;
}

/**
 * The voice to read a text with: one that speaks its language and works on this device, as other voices
 * send the text to their maker. Undefined where there is none.
 */
export function localVoice<Any extends Voice>(
  voices: readonly Any[],
  text: string,
): Any | undefined {
  const language = /\p{Script=Han}/u.test(text) ? "zh" : "en";
  const local = voices.filter(
    ({ lang, localService }) => localService && lang.toLowerCase().startsWith(language),
  );
  return local.find((voice) => voice.default) ?? local[0];
}
