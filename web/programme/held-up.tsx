import type { RunningAggro } from 'lectern-client';
import { Icon } from '../components/icon.js';
import { Linked } from '../components/said.js';
import { duration } from '../format.js';
import { words } from '../i18n/index.js';
import { userId } from '../school.js';
import { useVisit } from './context.js';
import type { Direction } from './pushes.js';
import { useSecondsLeft } from './seconds-left.js';

/** Whoever has no mouse scrolls a long one by keys, and must get there first. */
const scrollable = { tabIndex: 0 };

/** The message that is held up before the room, with its points and the time that is left; or nothing. */
export function HeldUpMessage() {
  const { aggro } = useVisit();
  return aggro.value ? <Shown key={aggro.value.aggroUID} aggro={aggro.value} /> : null;
}

function Shown({ aggro }: { aggro: RunningAggro }) {
  const { pushes } = useVisit();
  const text = words.value.programme;
  const left = useSecondsLeft(aggro.until);
  const points = pushes.points.value;
  // Its end is told, but the word may be late.
  if (left.value === 0) return null;
  const own = aggro.userUID === userId.value;
  return (
    <section class="held-up" aria-label={own ? text.ownSpotlight : text.spotlightOf(aggro.displayName)}>
      <div class="message-line">
        <p class="by">
          <Icon name="megaphone" size={18} />
          <strong>{own ? text.ownSpotlight : text.spotlightOf(aggro.displayName)}</strong>
          <span class="time">{text.left(duration(left.value))}</span>
        </p>
        <p class="words" dir="auto" {...scrollable}>
          <Linked text={aggro.msg} />
        </p>
      </div>
      <div class="pushes">
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
  const { pushes } = useVisit();
  const text = words.value.programme;
  const done = pushes.done.value.has(direction);
  const said = done ? (direction === 'up' ? text.votedUp : text.votedDown) : text[direction];
  return (
    <button
      type="button"
      class="push"
      data-direction={direction}
      aria-pressed={done}
      aria-label={text[direction]}
      title={said}
      onClick={() => void pushes.push(direction)}
    >
      <Icon name={direction} />
    </button>
  );
}
