import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { classroomApp } from '../classroom-app.js';
import { ClassroomHeader } from '../components/classroom-header.js';
import { PageHeading } from '../components/page-heading.js';
import { Skeleton } from '../components/skeleton.js';
import { words } from '../i18n/index.js';
import { visible } from '../view.js';
import { LectureSessionContext } from './context.js';
import { LectureSession } from './lecture-session.js';
import { LectureUnavailable } from './lecture-unavailable.js';
import { LectureView } from './lecture-view.js';

interface Props {
  classUuid: string;
  lectureId: number;
}

/** The page of a lecture: video, people and chat, or why they are not available. */
export function LecturePage({ classUuid, lectureId }: Props) {
  const session = useSignal<LectureSession | undefined>(undefined);
  const signaler = classroomApp.value?.signaler;
  useEffect(() => {
    if (!signaler) return;
    const opened = new LectureSession(signaler, { classUuid, lectureId }, visible);
    session.value = opened;
    return () => {
      opened.close();
      session.value = undefined;
    };
  }, [signaler, classUuid, lectureId]);

  const phase = session.value?.phase.value;
  if (!session.value || !phase || phase.name === 'entering') return <Opening />;
  if (phase.name === 'in') {
    return (
      <LectureSessionContext.Provider value={session.value}>
        <LectureView classUuid={classUuid} />
      </LectureSessionContext.Provider>
    );
  }
  return <LectureUnavailable phase={phase} classUuid={classUuid} again={() => void session.value?.enter()} />;
}

function Opening() {
  const text = words.value.lecture;
  return (
    <>
      <ClassroomHeader />
      <main class="lecture-opening" aria-busy="true">
        <PageHeading title={text.loading} />
        <Skeleton count={1} class="stage-skeleton" />
        <Skeleton count={3} />
      </main>
    </>
  );
}
