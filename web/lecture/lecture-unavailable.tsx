import type { ComponentChildren } from 'preact';
import { Invitation } from '../classes/invitation.js';
import { ClassroomHeader } from '../components/classroom-header.js';
import { Link } from '../components/link.js';
import { PageHeading } from '../components/page-heading.js';
import { words } from '../i18n/index.js';
import { refusalText } from '../refusal.js';
import type { Phase } from './lecture-session.js';

interface Props {
  phase: Exclude<Phase, { name: 'entering' | 'in' }>;
  classUuid: string;
  again: () => void;
}

/** Why the user is not in the lecture, and what to do. */
export function LectureUnavailable({ phase, classUuid, again }: Props) {
  const text = words.value.lecture;
  const { youWereDropped, youWereBanned } = words.value.moderation;
  const { missing, failed } = text.states;
  const toClass = { page: 'class', classUuid } as const;
  const code = phase.name === 'refused' ? phase.code : undefined;
  if (code === 'forbidden') {
    return (
      <>
        <ClassroomHeader />
        <main class="invitation-page">
          <Invitation classUuid={classUuid} toLecture onEnrolled={again} />
        </main>
      </>
    );
  }
  if (code === 'not-found' || code === 'bad-data') {
    return (
      <State title={missing.title} text={missing.text}>
        <Link to={toClass} class="button primary">
          {text.toClass}
        </Link>
        <Link to={{ page: 'classes' }} class="button outline">
          {text.toClasses}
        </Link>
      </State>
    );
  }
  if (phase.name === 'dropped' && phase.scope === 'class') {
    return (
      <State title={youWereBanned.title} text={youWereBanned.text}>
        <Link to={{ page: 'classes' }} class="button primary">
          {text.toClasses}
        </Link>
      </State>
    );
  }
  const { closedLecture, waits, refused, again: tryAgain } = words.value.order;
  if (phase.name === 'waiting') {
    return (
      <State title={waits.lecture} text={waits.lectureText}>
        <Link to={toClass} class="button outline">
          {waits.stop}
        </Link>
      </State>
    );
  }
  const [title, why, word] = code
    ? [failed.title, refusalText(code), failed.again]
    : phase.name === 'closed'
      ? [closedLecture.title, closedLecture.text, tryAgain]
      : phase.name === 'turned-away'
        ? [refused.title, refused.text, refused.again]
        : [youWereDropped.title, youWereDropped.text, youWereDropped.again];
  return (
    <State title={title} text={why}>
      <button type="button" class={code ? 'button primary' : 'button outline'} onClick={again}>
        {word}
      </button>
      <Link to={toClass} class={code ? 'button outline' : 'button primary'}>
        {text.toClass}
      </Link>
    </State>
  );
}

interface StateProps {
  title: string;
  text: string;
  children: ComponentChildren;
}

function State({ title, text, children }: StateProps) {
  return (
    <>
      <ClassroomHeader />
      <main class="message">
        <PageHeading title={title} />
        <p>{text}</p>
        <div class="actions">{children}</div>
      </main>
    </>
  );
}
