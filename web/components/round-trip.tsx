import { useEffect } from 'preact/hooks';
import { keepPinging, pings } from '../diagnostics.js';
import { milliseconds } from '../format.js';
import { words } from '../i18n/index.js';
import { figures } from '../ping-series.js';
import type { Session } from '../session-state.js';
import { Plot } from './plot.js';

const shown = (value: number | undefined): string => (value === undefined ? '–' : milliseconds(value));

/** Pings the server while it is shown. */
export function RoundTrip({ session: { signaler } }: { session: Session }) {
  const text = words.value.diagnostics;
  useEffect(() => keepPinging(signaler), [signaler]);
  const { now, mean, jitter, lost, sent } = figures(pings.value);
  return (
    <section>
      <h3>{text.network}</h3>
      <Plot
        pings={pings.value}
        label={sent === 0 ? text.measuring : text.plot(shown(now), shown(mean), shown(jitter))}
      />
      <dl class="figures">
        <div>
          <dt>
            <Key name="round-trip" />
            {text.now}
          </dt>
          <dd>{shown(now)}</dd>
        </div>
        <div>
          <dt>{text.mean}</dt>
          <dd>{shown(mean)}</dd>
        </div>
        <div>
          <dt>
            <Key name="jitter" />
            {text.jitter}
          </dt>
          <dd>{shown(jitter)}</dd>
        </div>
        <div>
          <dt>{text.lost}</dt>
          <dd>{text.ofPings(lost, sent)}</dd>
        </div>
      </dl>
    </section>
  );
}

/** Which line of the plot a figure belongs to. */
function Key({ name }: { name: 'round-trip' | 'jitter' }) {
  return (
    <svg class="plot-key" aria-hidden="true" width="18" height="4" viewBox="0 0 18 4">
      <path class={name} d="M0 2h18" />
    </svg>
  );
}
