import { announcement } from '../announcer.js';
import { ClassPage } from '../classes/class-page.js';
import { Lobby } from '../classes/lobby.js';
import { LecturePage } from '../lecture/lecture-page.js';
import { userName } from '../preferences.js';
import { ProgrammePages } from '../programme/programme-pages.js';
import { ProgrammesPage } from '../programme/programmes-page.js';
import { place } from '../router.js';
import { loginMissing } from '../school.js';
import { connection, refusal, session, wasOpen } from '../session.js';
import { Closed } from './closed.js';
import { Entry } from './entry.js';
import { LoginDoor } from './login-door.js';
import { NameDoor } from './name-door.js';
import { Refused } from './refused.js';
import { Room } from './room.js';
import { ToastList } from './toast-list.js';

/** The page that the address names, and what may be said over any of them. */
export function App() {
  return (
    <>
      <Page />
      <ToastList />
      <div class="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </div>
    </>
  );
}

function Page() {
  const at = place.value;
  if (at.page === 'start' || at.page === 'room') return <Rooms />;
  if (at.page === 'programmes') return <ProgrammesPage />;
  if (userName.value === '') return <NameDoor />;
  if (loginMissing.value) return <LoginDoor />;
  if (at.page === 'lobby') return <Lobby />;
  if (at.page === 'class') return <ClassPage key={at.classUuid} classUuid={at.classUuid} />;
  if (at.page === 'programme') {
    return <ProgrammePages key={at.schedule} schedule={at.schedule} roomId={at.roomId} />;
  }
  const { classUuid, lectureId } = at;
  return <LecturePage key={lectureId} classUuid={classUuid} lectureId={lectureId} />;
}

/** A voice room: at its door, in it, or after it. */
function Rooms() {
  const current = session.value;
  const state = connection.value;
  if (!current) return <Entry />;
  const refused = refusal.value;
  if (refused && (!wasOpen.value || state.name === 'closed')) {
    return <Refused room={current.room} refusal={refused} tried={current.password !== undefined} />;
  }
  if (state.name === 'closed') return <Closed room={current.room} close={state.close} />;
  return <Room session={current} />;
}
