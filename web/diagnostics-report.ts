import { iceRows, pings } from './diagnostics.js';
import { figures } from './ping-series.js';
import { people } from './session.js';
import { connection, type Session } from './session-state.js';

/** Returns the diagnostics as JSON. The report contains no names, IP addresses or credentials. */
export function diagnosticsReport({ room, signaler }: Session): string {
  const state = connection.value;
  return JSON.stringify(
    {
      time: new Date().toISOString(),
      browser: navigator.userAgent,
      server: signaler.url,
      room,
      connection: state.name,
      client: state.name === 'open' ? state.welcome.id : undefined,
      protocol: state.name === 'open' ? state.welcome.protocol : undefined,
      pings: figures(pings.value),
      ice: iceRows.value,
      peers: people.value.slice(1).map(({ id, person: { value } }) => ({
        id,
        state: value.state,
        trouble: value.trouble,
        quality: value.quality,
      })),
    },
    undefined,
    2,
  );
}
