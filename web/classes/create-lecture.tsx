import type { Signal } from '@preact/signals';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import type { ClassSession } from './class-session.js';
import { LectureForm } from './lecture-form.js';

interface Props {
  session: ClassSession;
  /** Is set to the id of the created lecture. */
  created: Signal<number | undefined>;
  onClose: () => void;
}

/** The form to create a lecture of the class. */
export function CreateLecture({ session, created, onClose }: Props) {
  const text = words.value.classes;
  return (
    <LectureForm
      title={text.createLecture}
      submitWord={text.createLectureDo}
      busyWord={text.creating}
      onSubmit={async (fields) => {
        const { id, lectureName } = await session.createLecture(fields);
        created.value = id;
        showToast(text.lectureCreated(lectureName));
      }}
      onClose={onClose}
    />
  );
}
