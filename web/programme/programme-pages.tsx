import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Link } from '../components/link.js';
import { PageHeading } from '../components/page-heading.js';
import { SchoolHeader } from '../components/school-header.js';
import { Skeleton } from '../components/skeleton.js';
import { words } from '../i18n/index.js';
import { refusalText } from '../refusal.js';
import { school } from '../school.js';
import { Hall } from './hall.js';
import { RoomList } from './room-list.js';
import { RoomPage } from './room-page.js';

interface Props {
  schedule: string;
  /** The chat room that the address names. */
  roomId: string | undefined;
}

/** A programme: its chat rooms, or one of them. */
export function ProgrammePages({ schedule, roomId }: Props) {
  const hall = useSignal<Hall | undefined>(undefined);
  const signaler = school.value?.signaler;
  useEffect(() => {
    if (!signaler) return;
    const opened = new Hall(signaler, schedule);
    hall.value = opened;
    return () => {
      opened.close();
      hall.value = undefined;
    };
  }, [signaler, schedule]);

  const here = hall.value;
  const phase = here?.phase.value;
  if (here && phase?.name === 'in') {
    if (roomId !== undefined)
      return <RoomPage key={roomId} hall={here} schedule={schedule} roomId={roomId} />;
    return <RoomList hall={here} schedule={schedule} />;
  }
  const text = words.value.programme;
  if (here && phase?.name === 'refused') {
    return (
      <>
        <SchoolHeader />
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
      <SchoolHeader />
      <main class="programme" aria-busy="true">
        <PageHeading title={text.name(schedule)} />
        <p class="visually-hidden">{text.loading}</p>
        <Skeleton class="room-cards" count={4} />
      </main>
    </>
  );
}
