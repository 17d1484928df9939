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
import type { ClassSession } from './class-session.js';
import { EditLecture } from './edit-lecture.js';
import { RecordDialog } from './record-dialog.js';

interface Props {
  session: ClassSession;
  lecture: LectureInfo;
}

/** The teacher's menu of a lecture: edit and delete it, see the attendance, and download what was written in it. */
export function LectureMenu({ session, lecture: { id, lectureName } }: Props) {
  const text = words.value.manage;
  /** The lecture with its playlist, while it is edited. */
  const editing = useSignal<LectureInfo | undefined>(undefined);
  const open = useSignal<'attendance' | 'record' | 'delete' | undefined>(undefined);
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
  const edit = async (): Promise<void> => {
    editing.value = await session.lectureToEdit(id);
  };
  const remove = async (): Promise<void> => {
    await session.deleteLecture(id);
    showToast(text.lectureDeleted(lectureName));
    document.querySelector('h1')?.focus();
  };
  return (
    <>
      <Menu
        class="actions-menu"
        buttonClass="button plain icon"
        label={text.lectureMenu(lectureName)}
        face={<Icon name="more" />}
      >
        <MenuItem onChoose={() => void attempt(edit)}>{text.editLecture}</MenuItem>
        <MenuItem
          onChoose={() => {
            open.value = 'attendance';
          }}
        >
          {words.value.lecture.attendance.open}
        </MenuItem>
        <MenuItem
          onChoose={() => {
            open.value = 'record';
          }}
        >
          {words.value.exports.record}
        </MenuItem>
        <MenuItem
          danger
          onChoose={() => {
            open.value = 'delete';
          }}
        >
          {text.deleteLecture}
        </MenuItem>
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
        <Dialog title={words.value.lecture.attendance.of(lectureName)} class="attendance" onClose={close}>
          <AttendanceTable
            open={async () => new Lecture(await connected(), { classUuid: session.uuid, lectureId: id })}
            lectureName={lectureName}
          />
        </Dialog>
      )}
      {open.value === 'record' && (
        <RecordDialog classUuid={session.uuid} lectureId={id} lectureName={lectureName} onClose={close} />
      )}
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
