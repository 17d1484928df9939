import type { RunningAggro } from 'lectern-client';
import { userId } from '../classroom-app.js';
import { LinkedText } from '../components/chat-message.js';
import { Icon } from '../components/icon.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { useRoomSession } from './context.js';
import { useSecondsLeft } from './seconds-left.js';
import type { Direction } from './votes.js';

/** Keyboard users need the focus here to scroll a long message. */
const scrollable = { tabIndex: 0 };

/** The spotlighted message with its points and the remaining time. Renders nothing if there is none. */
export function Spotlight() {
  const { aggro } = useRoomSession();
  return aggro.value ? <ShownPerson key={aggro.value.aggroUID} aggro={aggro.value} /> : null;
}

function ShownPerson({ aggro }: { aggro: RunningAggro }) {
  const { votes } = useRoomSession();
  const text = words.value.programme;
  const left = useSecondsLeft(aggro.until);
  const points = votes.points.value;
  // The server announces the end, but its message can arrive late.
  if (left.value === 0) return null;
  const own = aggro.userUID === userId.value;
  return (
    <section class="spotlight" aria-label={own ? text.ownSpotlight : text.spotlightOf(aggro.displayName)}>
      <div class="message-line">
        <p class="by">
          <Icon name="megaphone" size={18} />
          <strong>{own ? text.ownSpotlight : text.spotlightOf(aggro.displayName)}</strong>
          <span class="time">{text.left(duration(left.value))}</span>
        </p>
        <p class="words" dir="auto" {...scrollable}>
          <LinkedText text={aggro.msg} />
        </p>
      </div>
      <div class="votes">
        <Push direction="up" />
        <p class="points">
          <strong>{points}</strong>
          <span>{text.pointsWord(points)}</span>
        </p>
        <Push direction="down" />
      </div>
    </section>
  );
}

function Push({ direction }: { direction: Direction }) {
  const { votes } = useRoomSession();
  const text = words.value.programme;
  const done = votes.done.value.has(direction);
  const label = done ? (direction === 'up' ? text.votedUp : text.votedDown) : text[direction];
  return (
    <button
      type="button"
      class="vote"
      data-direction={direction}
      aria-pressed={done}
      aria-label={text[direction]}
      title={label}
      onClick={() => void votes.push(direction)}
    >
      <Icon name={direction} />
    </button>
  );
}
