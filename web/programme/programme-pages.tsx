import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { classroomApp } from '../classroom-app.js';
import { ClassroomHeader } from '../components/classroom-header.js';
import { Link } from '../components/link.js';
import { PageHeading } from '../components/page-heading.js';
import { Skeleton } from '../components/skeleton.js';
import { words } from '../i18n/index.js';
import { refusalText } from '../refusal.js';
import { ProgrammeSession } from './programme-session.js';
import { RoomList } from './room-list.js';
import { RoomPage } from './room-page.js';

interface Props {
  schedule: string;
  /** The chat room that the address names. */
  roomId: string | undefined;
}

/** The pages of a programme: the list of its chat rooms, or one room. */
export function ProgrammePages({ schedule, roomId }: Props) {
  const session = useSignal<ProgrammeSession | undefined>(undefined);
  const signaler = classroomApp.value?.signaler;
  useEffect(() => {
    if (!signaler) return;
    const opened = new ProgrammeSession(signaler, schedule);
    session.value = opened;
    return () => {
      opened.close();
      session.value = undefined;
    };
  }, [signaler, schedule]);

  const here = session.value;
  const phase = here?.phase.value;
  if (here && phase?.name === 'in') {
    if (roomId !== undefined)
      return <RoomPage key={roomId} session={here} schedule={schedule} roomId={roomId} />;
    return <RoomList session={here} schedule={schedule} />;
  }
  const text = words.value.programme;
  if (here && phase?.name === 'refused') {
    return (
      <>
        <ClassroomHeader />
        <main class="message">
          <PageHeading title={text.failed} />
          <p>{phase.code === 'forbidden' ? text.forbidden : refusalText(phase.code)}</p>
          <div class="actions">
            <button type="button" class="button primary" onClick={() => void here.enter()}>
              {words.value.shell.again}
            </button>
            <Link to={{ page: 'programmes' }} class="button outline">
              {text.toProgrammes}
            </Link>
          </div>
        </main>
      </>
    );
  }
  return (
    <>
      <ClassroomHeader />
      <main class="programme" aria-busy="true">
        <PageHeading title={text.name(schedule)} />
        <p class="visually-hidden">{text.loading}</p>
        <Skeleton class="room-cards" count={4} />
      </main>
    </>
  );
}
