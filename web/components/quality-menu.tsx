import type { Quality } from 'lectern-client';
import { milliseconds, percent } from '../format.js';
import { words } from '../i18n/index.js';
import type { Person } from '../person.js';
import { Menu } from './menu.js';

type Served = NonNullable<NonNullable<Quality['served']>['listening']>;

/** The quality of a connection as three bars. Opens its measurements. */
export function QualityMenu({ name, person: { quality, served } }: { name: string; person: Person }) {
  const { person, quality: text } = words.value;
  // A media server's measurements are only for teachers.
  if (served && !quality) return null;
  const score = quality ? person[quality.score] : person.unknown;
  return (
    <Menu class="quality" label={`${person.quality(name)}: ${score}`} face={<Bars score={quality?.score} />}>
      {quality?.served ? (
        <ServedPairs served={quality.served} />
      ) : quality ? (
        <dl class="pairs">
          <dt>{text.roundTrip}</dt>
          <dd>{quality.rtt === undefined ? '–' : milliseconds(quality.rtt)}</dd>
          <dt>{text.jitter}</dt>
          <dd>{quality.jitter === undefined ? '–' : milliseconds(quality.jitter)}</dd>
          <dt>{text.loss}</dt>
          <dd>{percent(quality.loss)}</dd>
          <dt>{text.path}</dt>
          <dd>{quality.relayed ? text.relayed : text.direct}</dd>
        </dl>
      ) : (
        text.measuring
      )}
    </Menu>
  );
}

/** What the media server has measured: of each direction, the loss, the jitter and the round trip. */
function ServedPairs({ served }: { served: NonNullable<Quality['served']> }) {
  const { quality: text } = words.value;
  const values = ({ loss, jitter_ms: jitter, rtt_ms: trip }: Served) => (
    <>
      {text.loss} {percent(loss)}
      {jitter !== undefined && ` · ${text.jitter} ${milliseconds(jitter)}`}
      {trip !== undefined && ` · ${text.roundTrip} ${milliseconds(trip)}`}
    </>
  );
  return (
    <dl class="pairs">
      {served.publishing && <dt>{text.sends}</dt>}
      {served.publishing && <dd>{values(served.publishing)}</dd>}
      {served.listening && <dt>{text.receives}</dt>}
      {served.listening && <dd>{values(served.listening)}</dd>}
    </dl>
  );
}

function Bars({ score }: { score: Quality['score'] | undefined }) {
  return (
    <svg class="bars" data-score={score} aria-hidden="true" width="18" height="16" viewBox="0 0 18 16">
      <rect x="1" y="10" width="4" height="5" rx="1" />
      <rect x="7" y="6" width="4" height="9" rx="1" />
      <rect x="13" y="1" width="4" height="14" rx="1" />
    </svg>
  );
}
