import type { Marker } from 'lectern-client';
import { useEffect, useRef } from 'preact/hooks';
import { EmptyState } from '../components/empty-state.js';
import { Icon } from '../components/icon.js';
import { RetryNotice } from '../components/retry-notice.js';
import { SegmentedControl } from '../components/segmented-control.js';
import { Skeleton } from '../components/skeleton.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { chatLanguage, language } from '../preferences.js';
import { AskForm } from './ask-form.js';
import { useLectureSession } from './context.js';
import { MarkerSign } from './marker-sign.js';
import { ThreadView } from './thread-view.js';
import { VoteButton } from './vote-button.js';

/** The questions panel: the list, a thread, or a new question. */
export function QuestionsPanel() {
  const { markers, video } = useLectureSession();
  const text = words.value.lecture.markers;
  const asking = markers.asking.value;
  const opened = markers.opened.value;
  if (asking !== undefined) return <AskForm time={asking} />;
  if (opened) return <ThreadView key={opened.id} marker={opened} />;
  const list = markers.list.value;
  if (markers.loading.value === 'failed') {
    return (
      <div class="questions">
        <RetryNotice what={text.failed} onRetry={() => markers.load()} />
      </div>
    );
  }
  if (list.length === 0 && markers.loading.value === 'loading') {
    return (
      <div class="questions" aria-busy="true">
        <Skeleton count={3} />
      </div>
    );
  }
  if (list.length === 0) {
    return (
      <div class="questions">
        <EmptyState icon="question" title={text.empty} text={text.emptyTodo}>
          <button
            type="button"
            class="button primary"
            onClick={() => {
              markers.asking.value = video.moment;
            }}
          >
            {text.ask}
          </button>
        </EmptyState>
      </div>
    );
  }
  return (
    <div class="questions">
      {list.length > 1 && (
        <SegmentedControl
          label={text.sort}
          value={markers.order.value}
          options={[
            { value: 'time', word: text.byTime },
            { value: 'votes', word: text.byVotes },
          ]}
          onChange={(next) => {
            markers.order.value = next;
          }}
        />
      )}
      <ul aria-label={text.list}>
        {markers.ordered.value.map((marker) => (
          <Row key={marker.id} marker={marker} />
        ))}
      </ul>
    </div>
  );
}

function Row({ marker }: { marker: Marker }) {
  const { markers } = useLectureSession();
  const text = words.value.lecture.markers;
  const button = useRef<HTMLButtonElement>(null);
  const { pages, news } = markers.threads.of(marker.id);
  const nearest = markers.nearest.value === marker.id;
  useEffect(() => {
    if (!nearest) return;
    markers.nearest.value = undefined;
    button.current?.focus();
    button.current?.scrollIntoView({ block: 'nearest' });
  }, [nearest]);
  const time = duration(marker.time);
  // If there is no earlier page, the first message is the question itself.
  const first = pages.before.value === undefined ? pages.messages.value[0] : undefined;
  const chosen = chatLanguage.value ?? language.value;
  return (
    <li class="question-row">
      <button ref={button} type="button" class="question" onClick={() => markers.click(marker)}>
        <MarkerSign marker={marker} />
        <span class="about">
          <span class="line">
            <strong>
              {text[marker.markerType]} · {time}
            </strong>
            <span class="quiet">{marker.creatorName}</span>
            {marker.answered && <span class="answered">{text.answered}</span>}
            {news.value && <span class="news">{text.news}</span>}
          </span>
          {first && (
            <span class="first" dir="auto">
              {first.text[chosen === 'both' ? language.value : chosen].result}
            </span>
          )}
        </span>
        {pages.messages.value.length > 1 && (
          <span class="answers">
            <Icon name="chat" size={16} />
            {pages.before.value === undefined
              ? pages.messages.value.length - 1
              : `${pages.messages.value.length}+`}
          </span>
        )}
      </button>
      {marker.markerType === 'Question' && <VoteButton marker={marker} />}
    </li>
  );
}
