import { announce } from '../announcer.js';
import { isConnected } from '../classroom-app.js';
import { Icon } from '../components/icon.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { useLectureSession } from './context.js';
import type { LectureSession } from './lecture-session.js';

/** Seconds of drift that are not noticeable. */
const UNSEEN = 0.3;

/**
 * Whether the user is in sync with the lecture. Users other than the teacher can also watch on their own and rejoin.
 */
export function SyncStatus() {
  const session = useLectureSession();
  const { video, teaches } = session;
  const text = words.value.lecture.sync;
  const { name, words: label } = syncStateOf(session);
  const away = video.away.value;
  return (
    <div class="step-group" data-quiet={teaches.value && name === 'in'}>
      <span class="step" data-step={name}>
        <span class="dot" />
        {label}
      </span>
      {!teaches.value && (
        <button
          type="button"
          class={away ? 'button primary small' : 'button plain small'}
          title={away ? text.rejoinHint : text.watchOnOwnHint}
          onClick={() => toggleSync(session)}
        >
          <Icon name={away ? 'back' : 'eye'} size={18} />
          {away ? text.rejoin : text.watchOnOwn}
        </button>
      )}
    </div>
  );
}

/** Starts watching on one's own, or rejoins the lecture. */
export function toggleSync({ video, teaches }: LectureSession): void {
  if (teaches.peek()) return;
  const text = words.value.lecture.sync;
  const away = video.away.peek();
  if (away) video.rejoin();
  else video.watchOnOwn();
  announce(away ? text.backInSync : text.nowOnOwn);
}

function syncStateOf({ video, teaches, state }: LectureSession): { name: string; words: string } {
  const text = words.value.lecture.sync;
  const behind = video.behind.value;
  const far = Math.abs(behind);
  if (video.away.value) {
    const time = duration(far);
    if (far < 1 || !isConnected()) return { name: 'away', words: text.onOwn };
    return { name: 'away', words: behind > 0 ? text.onOwnBehind(time) : text.onOwnAhead(time) };
  }
  // The lecture can be somewhere else by now.
  if (!isConnected()) return { name: 'waiting', words: text.unknown };
  switch (video.state.value.name) {
    case 'waiting':
    case 'stopped':
      return { name: 'waiting', words: text.waiting };
    case 'stalled':
      return { name: 'waiting', words: text.stalled };
    default:
      if (far >= UNSEEN) {
        return { name: 'off', words: (behind > 0 ? text.behind : text.ahead)(far.toFixed(1)) };
      }
      if (!teaches.value && !state.value.playback?.playing) return { name: 'paused', words: text.paused };
      return { name: 'in', words: text.inSync };
  }
}
