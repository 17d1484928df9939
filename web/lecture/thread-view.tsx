import type { Marker } from 'lectern-client';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { classroomAppState } from '../classroom-app.js';
import { ChatMessage } from '../components/chat-message.js';
import { Composer } from '../components/composer.js';
import { Icon } from '../components/icon.js';
import { RetryNotice } from '../components/retry-notice.js';
import { ScrollLog } from '../components/scroll-log.js';
import { Sending } from '../components/sending.js';
import { Skeleton } from '../components/skeleton.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { groupMessages } from '../message-groups.js';
import { attempt } from './attempt.js';
import { useLectureSession } from './context.js';
import { MarkerSign } from './marker-sign.js';
import { Translated } from './translated.js';
import { VoteButton } from './vote-button.js';

/** The thread of a marker, with a link to its moment of the video. */
export function ThreadView({ marker }: { marker: Marker }) {
  const { markers, video, teaches, self, tab, teachers } = useLectureSession();
  const text = words.value.lecture.markers;
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => title.current?.focus(), []);
  const time = duration(marker.time);
  const { pages, draft } = markers.threads.of(marker.id);
  const { loading, loadingOlder, before } = pages;
  const messages = pages.messages.value.map(({ messageId, senderId, senderName, dateStr, text }) => ({
    key: messageId,
    sender: senderId,
    name: senderName,
    own: senderId === self.value,
    at: new Date(dateStr),
    text,
  }));
  const newest = messages.at(-1);
  const isQuestion = marker.markerType === 'Question';
  const answered = marker.answered === true;
  const mayChange = teaches.value || marker.creatorId === self.value;
  const sending = draft.sending.value;
  return (
    <section class="chat thread" aria-labelledby="thread-title">
      <header>
        <button
          type="button"
          class="button plain icon small"
          aria-label={text.back}
          title={text.back}
          onClick={() => {
            markers.nearest.value = marker.id;
            markers.open.value = undefined;
          }}
        >
          <Icon name="back" />
        </button>
        <MarkerSign marker={marker} />
        <h2 id="thread-title" ref={title} tabIndex={-1}>
          {text[marker.markerType]} · {time} <span class="quiet">{text.by(marker.creatorName)}</span>
          {answered && <span class="quiet"> · {text.answered}</span>}
        </h2>
        {mayChange && (
          <button
            type="button"
            class="button plain icon small"
            aria-label={text.delete}
            title={text.delete}
            onClick={() => markers.remove(marker)}
          >
            <Icon name="trash" />
          </button>
        )}
      </header>
      <div class="thread-actions">
        <button
          type="button"
          class="button outline small"
          onClick={() => (teaches.value ? video.seek(marker.time) : video.watchOnOwn(marker.time))}
        >
          <Icon name={teaches.value ? 'people' : 'eye'} size={18} />
          {(teaches.value ? text.goThere : text.goThereOnOwn)(time)}
        </button>
        {isQuestion && <VoteButton marker={marker} />}
        {isQuestion && mayChange && (
          <button
            type="button"
            class="button outline icon small"
            aria-label={answered ? text.markOpen : text.markAnswered}
            title={answered ? text.markOpen : text.markAnswered}
            onClick={() => void markers.setAnswered(marker, !answered)}
          >
            <Icon name={answered ? 'question' : 'check'} size={18} />
          </button>
        )}
      </div>
      <ScrollLog
        label={text.thread}
        oldest={messages[0]?.key}
        newest={sending.at(-1)?.key ?? newest?.key}
        own={sending.length > 0 || newest?.own === true}
        shown={tab.value === 'questions'}
      >
        {before.value !== undefined && (
          <button
            type="button"
            class="button plain small older"
            disabled={loadingOlder.value}
            onClick={() => void attempt(() => pages.older())}
          >
            {loadingOlder.value ? words.value.lecture.chat.loadingOlder : words.value.lecture.chat.older}
          </button>
        )}
        {loading.value === 'loading' && messages.length === 0 && <Skeleton count={3} />}
        {loading.value === 'failed' && <RetryNotice what={text.threadFailed} onRetry={() => pages.load()} />}
        {loading.value === 'ready' && messages.length === 0 && sending.length === 0 && (
          <p class="empty">{text.threadEmpty}</p>
        )}
        {groupMessages(messages).map((turn) => (
          <ChatMessage
            key={turn[0].key}
            user={turn[0].sender}
            name={turn[0].name}
            teacher={teachers.value.has(turn[0].sender)}
            own={turn[0].own}
            at={turn[0].at}
          >
            {turn.map(({ key, text }) => (
              <Translated key={key} text={text} />
            ))}
          </ChatMessage>
        ))}
        <Sending draft={draft} />
      </ScrollLog>
      <Composer
        draft={draft}
        label={text.replyLabel}
        placeholder={text.reply}
        hint={classroomAppState.value.name === 'open' ? words.value.chat.hint : ''}
      />
    </section>
  );
}
