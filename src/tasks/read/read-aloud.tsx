import { type ReactNode, useEffect, useState } from "react";
import { localVoice } from "./local-voice.ts";
import { readText } from "./text.ts";

const text = readText.en;

/** A button that reads text aloud with a voice of this device; nothing where there is none. */
export function ReadAloud({ content }: { content: string }): ReactNode {
  const voice = useLocalVoice(content);
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), []);
  if (!voice) return null;
  const toggle = (): void => {
    speechSynthesis.cancel();
    if (speaking) {
      setSpeaking(false);
      return;
    }
    const utterance = new SpeechSynthesisUtterance(content);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    const ended = (): void => setSpeaking(false);
    utterance.addEventListener("end", ended);
    utterance.addEventListener("error", ended);
    setSpeaking(true);
    speechSynthesis.speak(utterance);
  };
  return (
    <button type="button" className="button" data-testid="read-aloud" onClick={toggle}>
      {speaking ? text.stop : text.aloud}
    </button>
  );
}

/** Browsers list their voices late, and tell when they did. */
function useLocalVoice(content: string): SpeechSynthesisVoice | undefined {
  const [voices, setVoices] = useState<readonly SpeechSynthesisVoice[]>([]);
  useEffect(() => {
    const speech = globalThis.speechSynthesis;
    if (!speech) return;
    const list = (): void => setVoices(speech.getVoices());
    list();
    speech.addEventListener("voiceschanged", list);
    return () => speech.removeEventListener("voiceschanged", list);
  }, []);
  return localVoice(voices, content);
}
