import type { SavedMessage } from 'lectern-client';
import { LinkedText } from '../components/chat-message.js';
import { words } from '../i18n/index.js';
import { chatLanguage, language } from '../preferences.js';

/** A message in the language in which the user reads the chat, or in both. */
export function Translated({ text }: { text: SavedMessage['text'] }) {
  const chosen = chatLanguage.value ?? language.value;
  const same = text.ko.result === text.en.result;
  if (chosen === 'both' && !same) {
    return (
      <>
        <Paragraph code="ko" text={text} />
        <Paragraph code="en" text={text} />
      </>
    );
  }
  return <Paragraph code={chosen === 'both' ? undefined : chosen} text={text} plain={same} />;
}

interface Props {
  /** Undefined if either language will do. */
  code: 'ko' | 'en' | undefined;
  text: SavedMessage['text'];
  /** Whether the text is the same in both languages, so that its language cannot be determined. */
  plain?: boolean;
}

function Paragraph({ code, text, plain = false }: Props) {
  const { result, status } = text[code ?? 'en'];
  const failed = code !== undefined && status === 202;
  return (
    <p dir="auto" lang={plain || failed ? undefined : code}>
      <LinkedText text={result} />
      {failed && <span class="untranslated">{words.value.lecture.chat.notTranslated}</span>}
    </p>
  );
}
