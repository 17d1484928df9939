import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { language } from '../preferences.js';
import { useLectureSession } from './context.js';
import type { Entry } from './lecture-chat.js';
import { Translated } from './translated.js';
import { VoiceMessagePlayer, voiceMessageName } from './voice-message-player.js';

/** Maximum number of characters of a message in the name of its button. */
const NAMED = 40;

/** A text message or voice message of the chat. Its author and the teacher can delete it if it is stored. */
export function ChatEntry({ entry }: { entry: Entry }) {
  const { chat, teaches } = useLectureSession();
  const { messageId, own } = entry;
  const content =
    entry.kind === 'text' ? (
      <Translated text={entry.text} />
    ) : (
      <VoiceMessagePlayer note={entry.note} own={own} />
    );
  if (messageId === undefined || (!own && !teaches.value)) return content;
  const name = entry.kind === 'text' ? entry.text[language.value].result : voiceMessageName(entry.note, own);
  const label = words.value.manage.deleteMessage(name.slice(0, NAMED));
  return (
    <div class="chat-text">
      <div class="texts">{content}</div>
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
