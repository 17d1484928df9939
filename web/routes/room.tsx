import { Closed } from '../components/closed.js';
import { Loading } from '../components/loading.js';
import { Refused } from '../components/refused.js';
import { Room } from '../components/room.js';
import { connection, refusal, session, wasOpen } from '../session-state.js';

export { makeRoom } from '../room-settings.js';
export { enter } from '../session.js';

/** A voice room: refused, in it, or after it. */
export function Page() {
  const current = session.value;
  const state = connection.value;
  if (!current) return <Loading />;
  const refused = refusal.value;
  if (refused && (!wasOpen.value || state.name === 'closed')) {
    return <Refused room={current.room} refusal={refused} tried={current.password !== undefined} />;
  }
  if (state.name === 'closed') return <Closed room={current.room} close={state.close} />;
  return <Room session={current} />;
}
