import { useComputed } from '@preact/signals';
import { classroomAppState } from '../classroom-app.js';
import { ChatMessage } from '../components/chat-message.js';
import { Composer } from '../components/composer.js';
import { RetryNotice } from '../components/retry-notice.js';
import { ScrollLog } from '../components/scroll-log.js';
import { Sending } from '../components/sending.js';
import { Skeleton } from '../components/skeleton.js';
import { words } from '../i18n/index.js';
import { groupMessages } from '../message-groups.js';
import { attempt } from './attempt.js';
import { chatBox } from './chat-box.js';
import { ChatEntry } from './chat-entry.js';
import { ChatLanguage } from './chat-language.js';
import { ClearChat } from './clear-chat.js';
import { useLectureSession } from './context.js';

/** The lecture's chat: text messages and voice messages. */
export function ChatPanel() {
  const { chat, tab, teachers, teaches } = useLectureSession();
  const text = words.value.lecture.chat;
  const { loading, before, loadingOlder } = chat.pages;
  const entries = chat.entries.value;
  const all = useComputed(() => groupMessages(chat.entries.value));
  const newest = entries.at(-1);
  const sending = chat.draft.sending.value;
  return (
    <section class="chat" aria-label={text.log}>
      <ChatLanguage />
      <ScrollLog
        label={text.log}
        oldest={entries[0]?.key}
        newest={sending.at(-1)?.key ?? newest?.key}
        own={sending.length > 0 || newest?.own === true}
        shown={tab.value === 'chat'}
      >
        {before.value !== undefined && (
          <button
            type="button"
            class="button plain small older"
            disabled={loadingOlder.value}
            onClick={() => void attempt(() => chat.pages.older())}
          >
            {loadingOlder.value ? text.loadingOlder : text.older}
          </button>
        )}
        {teaches.value && newest !== undefined && <ClearChat />}
        {loading.value === 'loading' && entries.length === 0 && <Skeleton count={4} />}
        {loading.value === 'failed' && <RetryNotice what={text.failed} onRetry={() => chat.pages.load()} />}
        {loading.value === 'ready' && newest === undefined && sending.length === 0 && (
          <p class="empty">{text.empty}</p>
        )}
        {all.value.map((turn) => (
          <ChatMessage
            key={turn[0].key}
            user={turn[0].sender}
            name={turn[0].name}
            teacher={teachers.value.has(turn[0].sender)}
            own={turn[0].own}
            at={turn[0].at}
          >
            {turn.map((entry) => (
              <ChatEntry key={entry.key} entry={entry} />
            ))}
          </ChatMessage>
        ))}
        <Sending draft={chat.draft} />
      </ScrollLog>
      <Composer
        draft={chat.draft}
        label={text.label}
        placeholder={text.placeholder}
        hint={classroomAppState.value.name === 'open' ? words.value.chat.hint : ''}
        box={chatBox}
      />
    </section>
  );
}
