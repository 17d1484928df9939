import { useSignal } from '@preact/signals';
import type { AuditEntry } from 'lectern-client';
import { useEffect } from 'preact/hooks';
import { connected } from '../classroom-app.js';
import { DialogButton } from '../components/dialog-button.js';
import { RetryNotice } from '../components/retry-notice.js';
import { Skeleton } from '../components/skeleton.js';
import { shortDayAndTime } from '../format.js';
import { words } from '../i18n/index.js';

/** Number of entries per page. */
const PAGE = 50;

/** Opens the log of what teachers did to others in a class. */
export function ActivityLogButton({ classUuid }: { classUuid: string }) {
  const text = words.value.moderation;
  return (
    <DialogButton label={text.activity} title={text.activity} class="activity-log">
      <Entries classUuid={classUuid} />
    </DialogButton>
  );
}

/** The entries, the most recent first. */
function Entries({ classUuid }: { classUuid: string }) {
  const text = words.value.moderation;
  const entries = useSignal<readonly AuditEntry[] | 'failed' | undefined>(undefined);
  const before = useSignal<number | undefined>(undefined);
  const load = async (): Promise<void> => {
    const shown = Array.isArray(entries.peek()) ? (entries.peek() as readonly AuditEntry[]) : [];
    const cursor = before.peek();
    try {
      const signaler = await connected();
      const request = { classUuid, limit: PAGE, ...(cursor !== undefined && { before: cursor }) };
      const { data } = await signaler.request('GetAuditLog', request);
      entries.value = [...shown, ...data.entries.toReversed()];
      before.value = data.before;
    } catch {
      entries.value = 'failed';
      before.value = undefined;
    }
  };
  useEffect(() => void load(), []);
  if (entries.value === undefined) return <Skeleton count={4} />;
  if (entries.value === 'failed') {
    return <RetryNotice what={text.activityFailed} onRetry={load} />;
  }
  if (entries.value.length === 0) return <p>{text.noActivity}</p>;
  return (
    <>
      <ol>
        {entries.value.map((entry, index) => (
          // Entries are only appended.
          <li key={index}>
            <span>{sentence(entry)}</span>
            <time class="quiet" dateTime={entry.at}>
              {shortDayAndTime.value(new Date(entry.at))}
            </time>
          </li>
        ))}
      </ol>
      {before.value !== undefined && (
        <button type="button" class="button outline small" onClick={() => void load()}>
          {text.older}
        </button>
      )}
    </>
  );
}

function sentence({
  action,
  actorName,
  targetName,
  targetId,
  lectureName = '',
  detail = '',
}: AuditEntry): string {
  const { actions, operator, teacher } = words.value.moderation;
  const actor = actorName === undefined ? operator : teacher(actorName);
  const target = targetName ?? targetId;
  return actions[action]({ actor, target, lecture: lectureName, detail });
}
