import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { ClassroomHeader } from '../components/classroom-header.js';
import { Link } from '../components/link.js';
import { PageHeading } from '../components/page-heading.js';
import { Skeleton } from '../components/skeleton.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';
import { show } from '../router.js';
import { RoomSessionContext } from './context.js';
import type { ProgrammeSession } from './programme-session.js';
import { RoomSession } from './room-session.js';
import { RoomView } from './room-view.js';

interface Props {
  session: ProgrammeSession;
  schedule: string;
  roomId: string;
}

/** The page of a chat room, or why the user is not in it. */
export function RoomPage({ session, schedule, roomId }: Props) {
  const roomSession = useSignal<RoomSession | undefined>(undefined);
  useEffect(() => {
    const opened = new RoomSession(session, roomId);
    roomSession.value = opened;
    return () => opened.close();
  }, [session, roomId]);
  const here = roomSession.value;
  const phase = here?.phase.value.name ?? 'entering';
  if (!here || phase === 'entering') return <Entering />;
  if (phase === 'in') {
    return (
      <RoomSessionContext.Provider value={here}>
        <RoomView schedule={schedule} />
      </RoomSessionContext.Provider>
    );
  }
  return <Outside roomSession={here} schedule={schedule} />;
}

function Entering() {
  const text = words.value.programme;
  return (
    <>
      <ClassroomHeader />
      <main class="programme" aria-busy="true">
        <PageHeading title={text.joining} />
        <Skeleton count={5} />
      </main>
    </>
  );
}

/** Why the user is not in the room, and what to do. */
function Outside({ roomSession, schedule }: { roomSession: RoomSession; schedule: string }) {
  const text = words.value.programme;
  const phase = roomSession.phase.value;
  const { title = text.room, count = 0, max = 0 } = roomSession.room.value ?? {};
  const again = () => void roomSession.enter();
  if (phase.name === 'full') {
    const free = count < max;
    return (
      <State
        title={text.fullTitle(title)}
        text={free ? text.freeText : text.fullText(max)}
        schedule={schedule}
      >
        <button type="button" class={free ? 'button primary' : 'button outline'} onClick={again}>
          {free ? text.join : words.value.shell.again}
        </button>
      </State>
    );
  }
  if (phase.name === 'gone') {
    const why = roomSession.wasIn ? `${text.goneText} ${text.goneWhileAway}` : text.goneText;
    return (
      <State title={text.goneTitle} text={why} schedule={schedule}>
        {roomSession.wasIn && <MakeAgain roomSession={roomSession} schedule={schedule} />}
      </State>
    );
  }
  const code = phase.name === 'refused' ? phase.code : 'internal';
  const why = code === 'forbidden' ? text.forbidden : refusalText(code);
  return (
    <State title={text.refusedTitle} text={why} schedule={schedule}>
      <button type="button" class="button primary" onClick={again}>
        {words.value.shell.again}
      </button>
    </State>
  );
}

function MakeAgain({ roomSession, schedule }: { roomSession: RoomSession; schedule: string }) {
  const make = async (): Promise<void> => {
    try {
      show({ page: 'programme', schedule, roomId: await roomSession.makeAgain() });
    } catch (error) {
      showToast(refusalText(codeOf(error)));
    }
  };
  return (
    <button type="button" class="button primary" onClick={() => void make()}>
      {words.value.programme.recreate}
    </button>
  );
}

interface StateProps {
  title: string;
  text: string;
  schedule: string;
  children: ComponentChildren;
}

function State({ title, text, schedule, children }: StateProps) {
  return (
    <>
      <ClassroomHeader />
      <main class="message">
        <PageHeading title={title} />
        <p role="status">{text}</p>
        <div class="actions">
          {children}
          <Link to={{ page: 'programme', schedule }} class="button outline">
            {words.value.programme.toRooms}
          </Link>
        </div>
      </main>
    </>
  );
}
