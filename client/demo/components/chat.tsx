import { words } from '../i18n/index.js';
import type { Session } from '../session.js';
import { ChatLog } from './chat-log.js';
import { Composer } from './composer.js';

export function Chat({ session }: { session: Session }) {
  const text = words.value.chat;
  return (
    <aside class="chat" aria-labelledby="chat-title">
      <h2 id="chat-title">{text.title}</h2>
      <ChatLog />
      <Composer session={session} />
    </aside>
  );
}
