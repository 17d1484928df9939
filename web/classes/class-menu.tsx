import { useSignal } from '@preact/signals';
import type { Class, Member } from 'lectern-client';
import { Confirm } from '../components/confirm.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { MenuItem } from '../components/menu-item.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';
import { show } from '../router.js';
import { ClassForm } from './class-form.js';
import type { ClassSession } from './class-session.js';
import { FeedDialog } from './feed-dialog.js';
import { deleteClass, leaveClass, updateClass } from './my-classes.js';

const isTeacher = ({ memberType }: Member): boolean => memberType === 'instructor';

/** The menu of a class: subscribe to its calendar, leave it or, for the teacher, edit and delete it. */
export function ClassMenu({ of, session }: { of: Class; session: ClassSession }) {
  const text = words.value.manage;
  const open = useSignal<'edit' | 'feed' | 'leave' | 'delete' | undefined>(undefined);
  const teaches = of.memberType === 'instructor';
  // The last teacher cannot leave.
  const mayLeave = !teaches || (session.members.value?.filter(isTeacher).length ?? 0) > 1;
  const close = (): void => {
    open.value = undefined;
  };
  const end = async (request: (classUuid: string) => Promise<void>, done: string): Promise<void> => {
    try {
      await request(of.uuid);
      show({ page: 'classes' });
      showToast(done);
    } catch (error) {
      showToast(refusalText(codeOf(error)));
    }
  };
  return (
    <>
      <Menu
        class="actions-menu"
        buttonClass="button outline icon"
        label={teaches ? text.classMenu : text.classOptions}
        face={<Icon name="more" />}
      >
        {teaches && (
          <MenuItem
            onChoose={() => {
              open.value = 'edit';
            }}
          >
            {text.editClass}
          </MenuItem>
        )}
        <MenuItem
          onChoose={() => {
            open.value = 'feed';
          }}
        >
          {words.value.exports.subscribe}
        </MenuItem>
        {mayLeave && (
          <MenuItem
            danger
            onChoose={() => {
              open.value = 'leave';
            }}
          >
            {text.leaveClass}
          </MenuItem>
        )}
        {teaches && (
          <MenuItem
            danger
            onChoose={() => {
              open.value = 'delete';
            }}
          >
            {text.deleteClass}
          </MenuItem>
        )}
      </Menu>
      {open.value === 'edit' && (
        <ClassForm
          heading={text.editClass}
          of={of}
          submitWord={text.save}
          busyWord={text.saving}
          onSubmit={async (fields) => {
            await updateClass(of.uuid, fields);
            showToast(text.classSaved);
          }}
          onClose={close}
        />
      )}
      {open.value === 'feed' && <FeedDialog of={of} onClose={close} />}
      {open.value === 'leave' && (
        <Confirm
          title={text.leaveClassTitle(of.title)}
          text={text.leaveClassText}
          confirm={text.leaveClass}
          cancel={text.cancel}
          onConfirm={() => void end(leaveClass, text.classLeft(of.title))}
          onClose={close}
        />
      )}
      {open.value === 'delete' && (
        <Confirm
          title={text.deleteClassTitle(of.title)}
          text={text.deleteClassText}
          confirm={text.deleteClass}
          cancel={text.cancel}
          onConfirm={() => void end(deleteClass, text.classDeleted(of.title))}
          onClose={close}
        />
      )}
    </>
  );
}
