import { announcement } from '../announcer.js';
import { connection, session } from '../session.js';
import { Closed } from './closed.js';
import { Entry } from './entry.js';
import { Room } from './room.js';

/** The page: at the door, in the room, or after it. */
export function App() {
  const current = session.value;
  const state = connection.value;
  return (
    <>
      {!current ? (
        <Entry />
      ) : state.name === 'closed' ? (
        <Closed room={current.room} close={state.close} />
      ) : (
        <Room session={current} />
      )}
      <div class="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </div>
    </>
  );
}
