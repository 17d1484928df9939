import { useSignal } from '@preact/signals';
import {
  type Attendance,
  absentMembers,
  attendanceCsv,
  attendedMs,
  type Lecture,
  type Member,
} from 'lectern-client';
import { useEffect } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { PersonName } from '../components/person-name.js';
import { RetryNotice } from '../components/retry-notice.js';
import { Skeleton } from '../components/skeleton.js';
import { shortDayAndTime, timeOfDay } from '../format.js';
import { words } from '../i18n/index.js';
import { saveFile } from '../save-file.js';

interface Loaded {
  attendance: readonly Attendance[];
  absent: readonly Member[];
}

interface Props {
  /** Resolves to the lecture. Rejects with a RequestError. */
  open: () => Promise<Lecture>;
  lectureName: string;
}

/** The attendance of a lecture, with the members who were absent, and a button that downloads it. */
export function AttendanceTable({ open, lectureName }: Props) {
  const text = words.value.lecture.attendance;
  const list = useSignal<Loaded | 'failed' | undefined>(undefined);
  const load = async (): Promise<void> => {
    try {
      const lecture = await open();
      const [members, present] = await Promise.all([lecture.classMembers(), lecture.present()]);
      const attendance = await lecture.attendance();
      const here = new Set(present.map(({ userId }) => userId));
      list.value = {
        attendance: stillOpen(attendance, here),
        absent: absentMembers(members, attendance),
      };
    } catch {
      list.value = 'failed';
    }
  };
  useEffect(() => void load(), []);
  if (list.value === undefined) return <Skeleton count={4} />;
  if (list.value === 'failed') {
    return <RetryNotice what={text.failed} onRetry={load} />;
  }
  const { attendance, absent } = list.value;
  if (attendance.length === 0) return <p>{text.empty}</p>;
  const now = new Date().toISOString();
  return (
    <>
      <div class="table">
        <table>
          <thead>
            <tr>
              <th scope="col">{text.name}</th>
              <th scope="col">{text.from}</th>
              <th scope="col">{text.to}</th>
              <th scope="col" class="number">
                {text.minutes}
              </th>
            </tr>
          </thead>
          <tbody>
            {byUser(attendance).map((spans) => (
              <tr key={spans[0].userId}>
                <th scope="row">
                  <PersonName user={spans[0].userId} name={spans[0].userName} />
                </th>
                <td>
                  {spans.map(({ from }) => (
                    <time key={from} dateTime={from}>
                      {shortDayAndTime.value(new Date(from))}
                    </time>
                  ))}
                </td>
                <td>
                  {spans.map(({ from, to }) =>
                    to === undefined ? (
                      <span key={from}>{text.stillHere}</span>
                    ) : (
                      <time key={from} dateTime={to}>
                        {timeOfDay.value(new Date(to))}
                      </time>
                    ),
                  )}
                </td>
                <td class="number">
                  {(spans.reduce((sum, span) => sum + attendedMs(span, now), 0) / 60_000).toFixed(1)}
                </td>
              </tr>
            ))}
            {absent.map(({ userId, userName }) => (
              <tr key={userId}>
                <th scope="row">
                  <PersonName user={userId} name={userName} />
                </th>
                <td colSpan={2}>{text.absent}</td>
                <td class="number">{(0).toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="actions">
        <button
          type="button"
          class="button primary"
          onClick={() =>
            saveFile(attendanceCsv(attendance, now, heads(), absent), 'text/csv', text.file(lectureName))
          }
        >
          <Icon name="download" />
          {text.download}
        </button>
        <button type="button" class="button outline" onClick={() => void load()}>
          {text.reload}
        </button>
      </div>
    </>
  );
}

/**
 * Removes the end from the last span of each participant who is present. The server updates it while the span lasts.
 */
function stillOpen(attendance: readonly Attendance[], here: ReadonlySet<string>): Attendance[] {
  const last = new Map(attendance.map((span) => [span.userId, span]));
  return attendance.map((span) => {
    if (!here.has(span.userId) || last.get(span.userId) !== span) return span;
    const { to: _, ...open } = span;
    return open;
  });
}

function byUser(attendance: readonly Attendance[]): [Attendance, ...Attendance[]][] {
  const users = new Map<string, [Attendance, ...Attendance[]]>();
  for (const span of attendance) {
    const spans = users.get(span.userId);
    if (spans) spans.push(span);
    else users.set(span.userId, [span]);
  }
  return [...users.values()];
}

function heads() {
  const { name, user: userId, from, to, minutes, total } = words.value.lecture.attendance;
  return { name, userId, from, to, minutes, total };
}
