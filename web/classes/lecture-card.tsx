import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { Link } from '../components/link.js';
import { LiveBadge } from '../components/live-badge.js';
import { dayOf, dayTile, fromNow, timeOfDay, yearOf } from '../format.js';
import { words } from '../i18n/index.js';
import { now } from '../now.js';
import type { Dated, LectureTime } from './lecture-date.js';

interface Props {
  dated: Dated;
  /** The lecture just created, which gets the focus once. */
  created: Signal<number | undefined>;
  /** The menu. */
  children: ComponentChildren;
}

/** The card of a lecture: its date, whether it is live, and who is in it. Pressing it opens the lecture. */
export function LectureCard({ dated: { lecture, time }, created, children }: Props) {
  const text = words.value.classes;
  const link = useRef<HTMLAnchorElement>(null);
  const isNew = created.value === lecture.id;
  useEffect(() => {
    if (!isNew) return;
    link.current?.focus();
    created.value = undefined;
  }, [isNew]);
  const { id, classUuid, lectureName, lectureDate, isLive, participants } = lecture;
  const present = lecture.present ?? participants.length;
  const facts = [...(time ? whenFacts(time) : [lectureDate]), present > 0 && text.inside(present)];
  return (
    <li class="lecture-card" data-live={isLive}>
      <Tile time={time} />
      <div class="what">
        <h3>
          <Link to={{ page: 'lecture', classUuid, lectureId: id }} anchor={link}>
            {lectureName}
          </Link>
        </h3>
        <p class="facts-line">
          {isLive && <LiveBadge live />}
          {facts.map((fact) => fact && <span key={fact}>{fact}</span>)}
        </p>
      </div>
      {children}
    </li>
  );
}

/**
 * Details that the tile does not show: the year if it is not this one, the time and, if useful, the time from now.
 */
function whenFacts({ at, wholeDay }: LectureTime): string[] {
  const day = at.getFullYear() === new Date(now.value).getFullYear() ? [] : [yearOf(at)];
  if (wholeDay) return day;
  const near = Math.abs(at.getTime() - now.value) < 12 * 3_600_000;
  return [...day, timeOfDay.value(at), ...(near ? [fromNow(at.getTime(), now.value)] : [])];
}

/** The day in a tile, like a calendar page. */
function Tile({ time }: { time: LectureTime | undefined }) {
  if (!time) {
    return (
      <span class="tile">
        <Icon name="calendar" size={24} />
      </span>
    );
  }
  const { month, day, weekday } = dayTile(time.at);
  return (
    <time class="tile" dateTime={time.at.toISOString()}>
      <span class="visually-hidden">{dayOf(time.at)}</span>
      <span aria-hidden="true">{month}</span>
      <strong aria-hidden="true">{day}</strong>
      <span aria-hidden="true">{weekday}</span>
    </time>
  );
}
