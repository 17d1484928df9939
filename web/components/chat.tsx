import { words } from '../i18n/index.js';
import { draft } from '../session.js';
import { connection } from '../session-state.js';
import { view } from '../view.js';
import { ChatLog } from './chat-log.js';
import { Composer } from './composer.js';

export function Chat() {
  const text = words.value.chat;
  return (
    <aside class="chat" aria-labelledby="chat-title">
      <h2 id="chat-title">{text.title}</h2>
      <ChatLog />
      <Composer
        draft={draft}
        label={text.label}
        placeholder={text.placeholder}
        hint={connection.value.name === 'open' ? text.hint : ''}
        focused={view.value === 'chat'}
      />
    </aside>
  );
}
