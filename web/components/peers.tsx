import type { Quality } from 'lectern-client';
import { milliseconds, percent } from '../format.js';
import { words } from '../i18n/index.js';
import { people } from '../session.js';

/** The connections to other participants, in numbers. */
export function Peers() {
  const { diagnostics: text, quality: measured, peerState } = words.value;
  const others = people.value.slice(1);
  return (
    <section>
      <h3 id="peers-title">{text.peers}</h3>
      {others.length === 0 ? (
        <p class="quiet">{text.noPeers}</p>
      ) : (
        <table class="peers" aria-labelledby="peers-title">
          <thead>
            <tr>
              <th scope="col">{text.person}</th>
              <th scope="col">{text.state}</th>
              <th scope="col">{measured.roundTrip}</th>
              <th scope="col">{measured.jitter}</th>
              <th scope="col">{measured.loss}</th>
              <th scope="col">{measured.path}</th>
            </tr>
          </thead>
          <tbody>
            {others.map(({ id, person }) => {
              const { name, state, quality } = person.value;
              return (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <td>{peerState[state]}</td>
                  <td>{quality?.rtt === undefined ? '–' : milliseconds(quality.rtt)}</td>
                  <td>{quality?.jitter === undefined ? '–' : milliseconds(quality.jitter)}</td>
                  <td>{quality ? percent(quality.loss) : '–'}</td>
                  <td>{quality ? pathOf(quality) : '–'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

function pathOf({ relayed, served }: Quality): string {
  const { quality: text } = words.value;
  if (served) return text.served;
  return relayed ? text.relayed : text.direct;
}
