import type { Class } from 'lectern-client';
import { useEffect, useMemo } from 'preact/hooks';
import { ClassroomHeader } from '../components/classroom-header.js';
import { Icon } from '../components/icon.js';
import { Link } from '../components/link.js';
import { Notice } from '../components/notice.js';
import { PageHeading } from '../components/page-heading.js';
import { words } from '../i18n/index.js';
import { refusalText } from '../refusal.js';
import { ClassSession } from './class-session.js';
import { ClassView } from './class-view.js';
import { Invitation } from './invitation.js';
import { myClasses } from './my-classes.js';

/** The page of a class, for members and for users who are not enrolled. */
export function ClassPage({ classUuid }: { classUuid: string }) {
  const session = useMemo(() => new ClassSession(classUuid), [classUuid]);
  useEffect(() => session.open(), [session]);
  const known = myClasses.value?.find(({ uuid }) => uuid === classUuid);
  return (
    <>
      <ClassroomHeader />
      <main class="class-page">
        <Link to={{ page: 'classes' }} class="back">
          <Icon name="back" size={18} />
          {words.value.classes.classesTitle}
        </Link>
        <ClassContent session={session} known={known} />
      </main>
    </>
  );
}

function ClassContent({ session, known }: { session: ClassSession; known: Class | undefined }) {
  const { classes: text, shell } = words.value;
  switch (session.enrollment.value) {
    case 'not-enrolled':
      return <Invitation classUuid={session.uuid} toLecture={false} onEnrolled={() => session.again()} />;
    case 'banned': {
      const { youWereBanned } = words.value.moderation;
      return (
        <>
          <PageHeading title={youWereBanned.title} />
          <p class="lead">{youWereBanned.text}</p>
          <Link to={{ page: 'classes' }} class="button outline">
            {text.toClasses}
          </Link>
        </>
      );
    }
    case 'missing':
      return (
        <>
          <PageHeading title={text.missing} />
          <p class="lead">{text.missingTodo}</p>
          <Link to={{ page: 'classes' }} class="button outline">
            {text.toClasses}
          </Link>
        </>
      );
    case 'failed': {
      const { value } = session.trouble;
      return (
        <>
          <PageHeading title={known?.title ?? text.aClass} />
          <Notice what={text.classTrouble} todo={value && refusalText(value)}>
            <button type="button" class="button outline small" onClick={() => session.again()}>
              {shell.again}
            </button>
          </Notice>
        </>
      );
    }
    default:
      return <ClassView session={session} known={known} />;
  }
}
