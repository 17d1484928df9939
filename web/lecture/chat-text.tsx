import type { SavedMessage } from 'lectern-client';
import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { language } from '../preferences.js';
import { useLectureSession } from './context.js';
import { Translated } from './translated.js';

/** Maximum number of characters of a message in the name of its button. */
const NAMED = 40;

interface Props {
  messageId: number;
  text: SavedMessage['text'];
  own: boolean;
}

/** A text message of the chat. Its author and the teacher can delete it. */
export function ChatText({ messageId, text, own }: Props) {
  const { chat, teaches } = useLectureSession();
  if (!own && !teaches.value) return <Translated text={text} />;
  const label = words.value.manage.deleteMessage(text[language.value].result.slice(0, NAMED));
  return (
    <div class="chat-text">
      <div class="texts">
        <Translated text={text} />
      </div>
      <button
        type="button"
        class="button plain icon small"
        aria-label={label}
        title={label}
        onClick={() => chat.remove(messageId)}
      >
        <Icon name="trash" size={18} />
      </button>
    </div>
  );
}
