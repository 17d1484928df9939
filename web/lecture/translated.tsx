import type { SavedMessage } from 'lectern-client';
import { LinkedText } from '../components/chat-message.js';
import { words } from '../i18n/index.js';
import { chatLanguage, language } from '../preferences.js';

/** What somebody wrote, in the language in which the chat is read, or in both. */
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
  /** Undefined where either is as good. */
  code: 'ko' | 'en' | undefined;
  text: SavedMessage['text'];
  /** Whether both languages have the same words, so that nothing says which it is. */
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
