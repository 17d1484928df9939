import { Loading } from '../components/loading.js';
import { Room } from '../components/room.js';
import { RoomClosed } from '../components/room-closed.js';
import { RoomRefused } from '../components/room-refused.js';
import { RoomWaiting } from '../components/room-waiting.js';
import { connection, entryState, refusal, session, wasOpen } from '../session-state.js';

export { makeRoom } from '../room-settings.js';
export { enter } from '../session.js';

/** The page of a voice room, also when joining was refused and after leaving. */
export function Page() {
  const current = session.value;
  const state = connection.value;
  if (!current) return <Loading />;
  const entry = entryState.value;
  if (entry && (entry.state === 'refused' || state.name !== 'closed')) {
    return <RoomWaiting session={current} entry={entry} />;
  }
  const refused = refusal.value;
  if (refused && (!wasOpen.value || state.name === 'closed')) {
    return <RoomRefused room={current.room} refusal={refused} password={current.password} />;
  }
  if (state.name === 'closed') return <RoomClosed room={current.room} close={state.close} />;
  return <Room session={current} />;
}
