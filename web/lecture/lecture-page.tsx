import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { PageHeading } from '../components/page-heading.js';
import { SchoolHeader } from '../components/school-header.js';
import { Skeleton } from '../components/skeleton.js';
import { words } from '../i18n/index.js';
import { school } from '../school.js';
import { visible } from '../view.js';
import { LessonContext } from './context.js';
import { Ended } from './ended.js';
import { LectureView } from './lecture-view.js';
import { Lesson } from './lesson.js';

interface Props {
  classUuid: string;
  lectureId: number;
}

/** One lecture: its video, its people and what is written; or why it is not there. */
export function LecturePage({ classUuid, lectureId }: Props) {
  const lesson = useSignal<Lesson | undefined>(undefined);
  const signaler = school.value?.signaler;
  useEffect(() => {
    if (!signaler) return;
    const opened = new Lesson(signaler, { classUuid, lectureId }, visible);
    lesson.value = opened;
    return () => {
      opened.close();
      lesson.value = undefined;
    };
  }, [signaler, classUuid, lectureId]);

  const phase = lesson.value?.phase.value;
  if (!lesson.value || !phase || phase.name === 'entering') return <Opening />;
  if (phase.name === 'in') {
    return (
      <LessonContext.Provider value={lesson.value}>
        <LectureView classUuid={classUuid} />
      </LessonContext.Provider>
    );
  }
  return <Ended phase={phase} classUuid={classUuid} again={() => void lesson.value?.enter()} />;
}

function Opening() {
  const text = words.value.lecture;
  return (
    <>
      <SchoolHeader />
      <main class="lecture-opening" aria-busy="true">
        <PageHeading title={text.loading} />
        <Skeleton count={1} class="stage-skeleton" />
        <Skeleton count={3} />
      </main>
    </>
  );
}
