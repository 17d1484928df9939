import { Icon } from '../components/icon.js';
import { Link } from '../components/link.js';
import { dayAndTime, dayOf, dayTile, fromNow, timeOfDay } from '../format.js';
import { words } from '../i18n/index.js';
import { now } from '../now.js';
import type { Dated, LectureTime } from './lecture-date.js';
import { readEntries } from './playlist-check.js';

/** One lecture: when it is, whether it is live, and who is in it; pressing it opens it. */
export function LectureCard({ lecture, time }: Dated) {
  const text = words.value.classes;
  const { id, classUuid, lectureName, lectureDate, isLive, participants, playlist } = lecture;
  const facts = [
    ...(time ? whenFacts(time) : [lectureDate]),
    text.videos(readEntries(playlist).length),
    participants.length > 0 && text.inside(participants.length),
  ];
  return (
    <li class="lecture-card" data-live={isLive}>
      <Tile time={time} />
      <div class="what">
        <h3>
          <Link to={{ page: 'lecture', classUuid, lectureId: id }}>{lectureName}</Link>
        </h3>
        <p>{facts.filter(Boolean).join(' · ')}</p>
      </div>
      {isLive && <span class="live">{text.live}</span>}
      <Icon name="forward" />
    </li>
  );
}

/** Day and time are in the tile and in words; how long it is from now only where that helps. */
function whenFacts({ at, wholeDay }: LectureTime): string[] {
  if (wholeDay) return [];
  const away = at.getTime() - now.value;
  const near = Math.abs(away) < 12 * 3_600_000;
  return [timeOfDay.value(at), ...(near ? [fromNow(at.getTime(), now.value)] : [])];
}

/** The day as on a calendar's leaf. */
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
      <span class="visually-hidden">{time.wholeDay ? dayOf(time.at) : dayAndTime(time.at)}</span>
      <span aria-hidden="true">{month}</span>
      <strong aria-hidden="true">{day}</strong>
      <span aria-hidden="true">{weekday}</span>
    </time>
  );
}
