import { splitPlaylist } from 'lectern-client';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { type LectureFields, LectureForm } from './lecture-form.js';

interface Props {
  lecture: LectureFields;
  /** Stores the fields that were changed. Rejects with a RequestError. */
  onSave: (change: Partial<LectureFields>) => Promise<void>;
  onClose: () => void;
}

/** The form to edit a lecture. */
export function EditLecture({ lecture, onSave, onClose }: Props) {
  const text = words.value.manage;
  return (
    <LectureForm
      title={text.editLecture}
      lecture={lecture}
      submitWord={text.save}
      busyWord={text.saving}
      onSubmit={async (fields) => {
        const change = changed(lecture, fields);
        if (Object.keys(change).length > 0) await onSave(change);
        showToast(text.lectureSaved);
      }}
      onClose={onClose}
    />
  );
}

function changed(before: LectureFields, after: LectureFields): Partial<LectureFields> {
  const isSame: Record<keyof LectureFields, boolean> = {
    lectureName: before.lectureName === after.lectureName,
    lectureDate: isSameDate(before.lectureDate, after.lectureDate),
    playlist: splitPlaylist(before.playlist).join() === splitPlaylist(after.playlist).join(),
  };
  const keys = Object.keys(isSame) as (keyof LectureFields)[];
  return Object.fromEntries(keys.filter((key) => !isSame[key]).map((key) => [key, after[key]]));
}

/** Whether two dates are the same day, or the same moment with maybe another offset. */
const isSameDate = (one: string, other: string): boolean =>
  one === other || (one.includes('T') && other.includes('T') && Date.parse(one) === Date.parse(other));
