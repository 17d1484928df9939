import type { Quality } from 'lectern-client';
import { milliseconds, percent } from '../format.js';
import { words } from '../i18n/index.js';
import { Menu } from './menu.js';

/** The quality of a connection as three bars. Opens its measurements. */
export function QualityMenu({ name, quality }: { name: string; quality: Quality | undefined }) {
  const { person, quality: text } = words.value;
  const score = quality ? person[quality.score] : person.unknown;
  return (
    <Menu class="quality" label={`${person.quality(name)}: ${score}`} face={<Bars score={quality?.score} />}>
      {quality ? (
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

function Bars({ score }: { score: Quality['score'] | undefined }) {
  return (
    <svg class="bars" data-score={score} aria-hidden="true" width="18" height="16" viewBox="0 0 18 16">
      <rect x="1" y="10" width="4" height="5" rx="1" />
      <rect x="7" y="6" width="4" height="9" rx="1" />
      <rect x="13" y="1" width="4" height="14" rx="1" />
    </svg>
  );
}
