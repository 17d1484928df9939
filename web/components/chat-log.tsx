import { messages } from '../chat.js';
import { words } from '../i18n/index.js';
import { groupMessages } from '../message-groups.js';
import { draft } from '../session.js';
import { connection, connectionDoubtful } from '../session-state.js';
import { view } from '../view.js';
import { ChatMessage, LinkedText } from './chat-message.js';
import { ScrollLog } from './scroll-log.js';
import { Sending } from './sending.js';

/** The list of the room's chat messages. */
export function ChatLog() {
  const text = words.value.chat;
  const newest = messages.value.at(-1);
  // Over a working connection, a message arrives at once, just before its confirmation.
  const waits = connection.value.name !== 'open' || connectionDoubtful.value;
  const sending = waits ? draft.sending.value : [];
  return (
    <ScrollLog
      label={text.log}
      newest={sending.at(-1)?.key ?? newest?.key}
      own={sending.length > 0 || newest?.own === true}
      shown={view.value === 'chat'}
    >
      {newest === undefined && sending.length === 0 && <p class="empty">{text.empty}</p>}
      {groupMessages(messages.value).map((turn) => (
        <ChatMessage
          key={turn[0].key}
          user={turn[0].user}
          name={turn[0].name}
          own={turn[0].own}
          at={turn[0].at}
        >
          {turn.map(({ key, text }) => (
            <p key={key} dir="auto">
              <LinkedText text={text} />
            </p>
          ))}
        </ChatMessage>
      ))}
      {waits && <Sending draft={draft} />}
    </ScrollLog>
  );
}
