import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Link } from '../components/link.js';
import { PageHeading } from '../components/page-heading.js';
import { SchoolHeader } from '../components/school-header.js';
import { Skeleton } from '../components/skeleton.js';
import { tell } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';
import { show } from '../router.js';
import { VisitContext } from './context.js';
import type { Hall } from './hall.js';
import { RoomView } from './room-view.js';
import { Visit } from './visit.js';

interface Props {
  hall: Hall;
  schedule: string;
  roomId: string;
}

/** One chat room; or why one is not in it. */
export function RoomPage({ hall, schedule, roomId }: Props) {
  const visit = useSignal<Visit | undefined>(undefined);
  useEffect(() => {
    const opened = new Visit(hall, roomId);
    visit.value = opened;
    return () => opened.close();
  }, [hall, roomId]);
  const here = visit.value;
  const phase = here?.phase.value.name ?? 'entering';
  if (!here || phase === 'entering') return <Entering />;
  if (phase === 'in') {
    return (
      <VisitContext.Provider value={here}>
        <RoomView schedule={schedule} />
      </VisitContext.Provider>
    );
  }
  return <Outside visit={here} schedule={schedule} />;
}

function Entering() {
  const text = words.value.programme;
  return (
    <>
      <SchoolHeader />
      <main class="programme" aria-busy="true">
        <PageHeading title={text.joining} />
        <Skeleton count={5} />
      </main>
    </>
  );
}

/** Why one is not in the room, and what to do about it. */
function Outside({ visit, schedule }: { visit: Visit; schedule: string }) {
  const text = words.value.programme;
  const phase = visit.phase.value;
  const { title = text.room, count = 0, max = 0 } = visit.room.value ?? {};
  const again = () => void visit.enter();
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
    const why = visit.wasIn ? `${text.goneText} ${text.goneWhileAway}` : text.goneText;
    return (
      <State title={text.goneTitle} text={why} schedule={schedule}>
        {visit.wasIn && <MakeAgain visit={visit} schedule={schedule} />}
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

function MakeAgain({ visit, schedule }: { visit: Visit; schedule: string }) {
  const make = async (): Promise<void> => {
    try {
      show({ page: 'programme', schedule, roomId: await visit.makeAgain() });
    } catch (error) {
      tell(refusalText(codeOf(error)));
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
      <SchoolHeader />
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
