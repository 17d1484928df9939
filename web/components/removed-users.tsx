import { useEffect, useRef } from 'preact/hooks';
import { shortDayAndTime } from '../format.js';
import { words } from '../i18n/index.js';
import { loadRemoved, olderRemoved, readmitUser, removedUsers } from '../room-order.js';
import { RetryNotice } from './retry-notice.js';

/** The users whom the owner has removed from the room, each with a button to let them in again. */
export function RemovedUsers() {
  const text = words.value.moderation;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => void loadRemoved(), []);
  const users = removedUsers.value;
  if (users === 'failed') return <RetryNotice what={text.failed} onRetry={() => loadRemoved()} />;
  if (!users || users.length === 0) return null;
  return (
    <section class="removed-people" aria-labelledby="removed-title">
      <h3 id="removed-title" ref={heading} tabIndex={-1}>
        {text.removed(users.length)}
      </h3>
      <ul>
        {users.map((each) => (
          <li key={each.user}>
            <span class="who">
              <span class="name">{each.username}</span>
              <time class="quiet" dateTime={each.since}>
                {text.since(shortDayAndTime.value(new Date(each.since)))}
              </time>
            </span>
            <button
              type="button"
              class="button outline small"
              aria-label={text.act(text.readmit, each.username)}
              onClick={async () => {
                // The pressed button is gone.
                if (await readmitUser(each)) heading.current?.focus();
              }}
            >
              {text.readmit}
            </button>
          </li>
        ))}
      </ul>
      {olderRemoved.value !== undefined && (
        <button
          type="button"
          class="button outline small"
          onClick={() => void loadRemoved(olderRemoved.value)}
        >
          {text.older}
        </button>
      )}
    </section>
  );
}
