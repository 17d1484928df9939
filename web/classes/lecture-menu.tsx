import { useSignal } from '@preact/signals';
import { Lecture } from 'lectern-client';
import type { Lecture as LectureInfo } from 'lectern-protocol';
import { AttendanceTable } from '../attendance/attendance-table.js';
import { connected } from '../classroom-app.js';
import { Confirm } from '../components/confirm.js';
import { Dialog } from '../components/dialog.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { MenuItem } from '../components/menu-item.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';
import { linkTo } from '../router.js';
import { saveFile } from '../save-file.js';
import type { ClassSession } from './class-session.js';
import { EditLecture } from './edit-lecture.js';
import { readLectureDate } from './lecture-date.js';
import { RecordDialog } from './record-dialog.js';
import { RecordingsList } from './recordings-list.js';

interface Props {
  session: ClassSession;
  lecture: LectureInfo;
  teaches: boolean;
}

/**
 * The menu of a lecture: add it to a calendar. For the teacher also: edit and delete it, see the attendance, and
 * download what was written in it.
 */
export function LectureMenu({
  session,
  lecture: { id, lectureName, lectureDate, recordings },
  teaches,
}: Props) {
  const { manage: text, exports, lecture, recording } = words.value;
  /** The lecture with its playlist, while it is edited. */
  const editing = useSignal<LectureInfo | undefined>(undefined);
  const open = useSignal<'attendance' | 'record' | 'recordings' | 'delete' | undefined>(undefined);
  const hasDate = readLectureDate(lectureDate) !== undefined;
  const close = (): void => {
    open.value = undefined;
  };
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      showToast(refusalText(codeOf(error)));
    }
  };
  const named = { classUuid: session.uuid, lectureId: id };
  const opened = async (): Promise<Lecture> => new Lecture(await connected(), named);
  const addToCalendar = async (): Promise<void> => {
    const file = await (await opened()).calendar(linkTo({ page: 'lecture', ...named }));
    saveFile(file, 'text/calendar', exports.calendarFile(lectureName));
  };
  const edit = async (): Promise<void> => {
    editing.value = await session.lectureToEdit(id);
  };
  const remove = async (): Promise<void> => {
    await session.deleteLecture(id);
    showToast(text.lectureDeleted(lectureName));
    document.querySelector('h1')?.focus();
  };
  if (!teaches && !hasDate && !recordings) return null;
  return (
    <>
      <Menu
        class="actions-menu"
        buttonClass="button plain icon"
        label={teaches ? text.lectureMenu(lectureName) : exports.lectureOptions(lectureName)}
        face={<Icon name="more" />}
        scrolls
      >
        {teaches && <MenuItem onChoose={() => void attempt(edit)}>{text.editLecture}</MenuItem>}
        {hasDate && <MenuItem onChoose={() => void attempt(addToCalendar)}>{exports.addToCalendar}</MenuItem>}
        {recordings && (
          <MenuItem
            onChoose={() => {
              open.value = 'recordings';
            }}
          >
            {recording.list}
          </MenuItem>
        )}
        {teaches && (
          <>
            <MenuItem
              onChoose={() => {
                open.value = 'attendance';
              }}
            >
              {lecture.attendance.open}
            </MenuItem>
            <MenuItem
              onChoose={() => {
                open.value = 'record';
              }}
            >
              {exports.record}
            </MenuItem>
            <MenuItem
              danger
              onChoose={() => {
                open.value = 'delete';
              }}
            >
              {text.deleteLecture}
            </MenuItem>
          </>
        )}
      </Menu>
      {editing.value && (
        <EditLecture
          lecture={editing.value}
          onSave={(change) => session.updateLecture(id, change)}
          onClose={() => {
            editing.value = undefined;
          }}
        />
      )}
      {open.value === 'attendance' && (
        <Dialog title={lecture.attendance.of(lectureName)} class="attendance" onClose={close}>
          <AttendanceTable open={opened} lectureName={lectureName} />
        </Dialog>
      )}
      {open.value === 'recordings' && (
        <Dialog title={recording.of(lectureName)} class="recordings" onClose={close}>
          <RecordingsList open={opened} teaches={teaches} />
        </Dialog>
      )}
      {open.value === 'record' && <RecordDialog {...named} lectureName={lectureName} onClose={close} />}
      {open.value === 'delete' && (
        <Confirm
          title={text.deleteLectureTitle(lectureName)}
          text={text.deleteLectureText}
          confirm={text.deleteLecture}
          cancel={text.cancel}
          onConfirm={() => void attempt(remove)}
          onClose={close}
        />
      )}
    </>
  );
}
