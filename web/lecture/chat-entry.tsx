import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { distinctName } from '../known-names.js';
import { language } from '../preferences.js';
import { useLectureSession } from './context.js';
import type { Entry } from './lecture-chat.js';
import { PrivateMark } from './private-mark.js';
import { Translated } from './translated.js';
import { VoiceMessagePlayer, voiceMessageName } from './voice-message-player.js';

/** Maximum number of characters of a message in the name of its button. */
const NAMED = 40;

/**
 * A text message or voice message of the chat. Its author and the teacher can delete it if it is stored. A teacher can
 * answer a private message.
 */
export function ChatEntry({ entry }: { entry: Entry }) {
  const session = useLectureSession();
  const { chat, self, teaches } = session;
  const { messageId, own, sender, to } = entry;
  const isPrivate = to.kind !== 'everyone';
  const content =
    entry.kind === 'text' ? (
      <Translated text={entry.text} />
    ) : (
      <VoiceMessagePlayer note={entry.note} own={own} />
    );
  const marked = isPrivate ? (
    <div class="texts private">
      <PrivateMark to={to} self={self.value} />
      {content}
    </div>
  ) : (
    content
  );
  if (messageId === undefined || (!own && !teaches.value)) return marked;
  const name = entry.kind === 'text' ? entry.text[language.value].result : voiceMessageName(entry.note, own);
  const label = words.value.manage.deleteMessage(name.slice(0, NAMED));
  const reply = words.value.privately.reply(distinctName(sender, entry.name));
  return (
    <div class="chat-text">
      {isPrivate ? marked : <div class="texts">{content}</div>}
      {to.kind === 'teachers' && !own && (
        <button
          type="button"
          class="button plain icon small reply"
          aria-label={reply}
          title={reply}
          onClick={() => session.writePrivately(sender, entry.name)}
        >
          <Icon name="reply" size={18} />
        </button>
      )}
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
