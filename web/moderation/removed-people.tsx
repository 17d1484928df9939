import type { Exclusion } from 'lectern-client';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { RetryNotice } from '../components/retry-notice.js';
import { showToast } from '../components/toasts.js';
import { shortDayAndTime } from '../format.js';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';
import { ExclusionList } from './exclusion-list.js';

/** The people whom the teacher has removed or banned, each with a button to let them in again. */
export function RemovedPeople({ classUuid }: { classUuid: string }) {
  const text = words.value.moderation;
  const list = useMemo(() => new ExclusionList(classUuid), [classUuid]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => list.open(), [list]);
  const items = list.items.value;
  if (list.failed.value) {
    return <RetryNotice what={text.failed} onRetry={() => list.load()} />;
  }
  if (!items || items.length === 0) return null;
  const readmit = async (each: Exclusion): Promise<void> => {
    try {
      await list.readmit(each);
      // The pressed button is gone.
      heading.current?.focus();
      showToast(text.readmitted(each.userName));
    } catch (error) {
      showToast(refusalText(codeOf(error)));
    }
  };
  return (
    <section class="removed-people" aria-labelledby="removed-title">
      <div class="heading">
        <h2 id="removed-title" ref={heading} tabIndex={-1}>
          {text.removed(items.length)}
        </h2>
      </div>
      <ul>
        {items.map((each) => (
          <Line key={`${each.userId} ${each.lectureId}`} of={each} readmit={() => void readmit(each)} />
        ))}
      </ul>
      {list.before.value !== undefined && (
        <button type="button" class="button outline small" onClick={() => void list.loadMore()}>
          {text.older}
        </button>
      )}
    </section>
  );
}

function Line({ of, readmit }: { of: Exclusion; readmit: () => void }) {
  const text = words.value.moderation;
  const { userName, scope, lectureName = '', since } = of;
  const word = scope === 'class' ? text.lift : text.readmit;
  return (
    <li>
      <span class="who">
        <span class="name">{userName}</span>
        <span class="quiet">
          {scope === 'class' ? text.fromClass : text.from(lectureName)}{' '}
          <time dateTime={since}>{text.since(shortDayAndTime.value(new Date(since)))}</time>
        </span>
      </span>
      <button
        type="button"
        class="button outline small"
        aria-label={text.act(word, userName)}
        onClick={readmit}
      >
        {word}
      </button>
    </li>
  );
}
