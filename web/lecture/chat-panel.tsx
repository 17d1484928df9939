import { useComputed } from '@preact/signals';
import { classroomAppState } from '../classroom-app.js';
import { ChatMessage } from '../components/chat-message.js';
import { Composer } from '../components/composer.js';
import { RetryNotice } from '../components/retry-notice.js';
import { ScrollLog } from '../components/scroll-log.js';
import { Sending } from '../components/sending.js';
import { Skeleton } from '../components/skeleton.js';
import { words } from '../i18n/index.js';
import { distinctName } from '../known-names.js';
import { groupMessages } from '../message-groups.js';
import { attempt } from './attempt.js';
import { chatBox } from './chat-box.js';
import type { Recipient } from './chat-drafts.js';
import { ChatEntry } from './chat-entry.js';
import { ChatLanguage } from './chat-language.js';
import { ClearChat } from './clear-chat.js';
import { useLectureSession } from './context.js';
import { PrivateMark } from './private-mark.js';
import { RecipientChoice } from './recipient-choice.js';

/** The lecture's chat: text messages and voice messages. */
export function ChatPanel() {
  const { chat, self, tab, teachers, teaches } = useLectureSession();
  const text = words.value.lecture.chat;
  const { loading, before, loadingOlder } = chat.pages;
  const entries = chat.entries.value;
  const turns = useComputed(() => groupMessages(chat.entries.value));
  const newest = entries.at(-1);
  const { all: drafts, chosen } = chat.drafts;
  const { to, draft } = chosen.value;
  const sending = drafts.value.flatMap(({ key, draft }) =>
    draft.sending.value.map((each) => `${key} ${each.key}`),
  );
  return (
    <section class="chat" aria-label={text.log}>
      <ChatLanguage />
      <ScrollLog
        label={text.log}
        oldest={entries[0]?.key}
        newest={sending.at(-1) ?? newest?.key}
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
        {turns.value.map((turn) => (
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
        {drafts.value.map(({ key, to, draft }) => (
          <Sending
            key={key}
            draft={draft}
            mark={to.kind !== 'everyone' && <PrivateMark to={to} self={self.value} />}
          />
        ))}
      </ScrollLog>
      <div class={to.kind === 'everyone' ? 'writing' : 'writing private'}>
        <RecipientChoice />
        <Composer
          draft={draft}
          {...boxWords(to)}
          hint={classroomAppState.value.name === 'open' ? words.value.chat.hint : ''}
          box={chatBox}
        />
      </div>
    </section>
  );
}

/** Returns the texts of the text box for a recipient. */
function boxWords(to: Recipient): { label: string; placeholder: string } {
  const { teachersBox, studentBox } = words.value.privately;
  if (to.kind === 'teachers') return { label: teachersBox.label, placeholder: teachersBox.placeholder };
  if (to.kind === 'student') {
    const name = distinctName(to.userId, to.name);
    return { label: studentBox.label(name), placeholder: studentBox.placeholder(name) };
  }
  const { label, placeholder } = words.value.lecture.chat;
  return { label, placeholder };
}
