import { AttendanceTable } from '../attendance/attendance-table.js';
import { DialogButton } from '../components/dialog-button.js';
import { words } from '../i18n/index.js';
import { useLectureSession } from './context.js';

/** Opens the attendance list. */
export function AttendanceButton() {
  const { lecture } = useLectureSession();
  const text = words.value.lecture.attendance;
  return (
    <DialogButton label={text.open} title={text.title} class="attendance">
      <AttendanceTable open={async () => lecture} lectureName={lecture.state.lecture?.lectureName ?? ''} />
    </DialogButton>
  );
}
