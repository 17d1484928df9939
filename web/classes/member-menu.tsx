import { useSignal } from '@preact/signals';
import type { Member } from 'lectern-client';
import { Confirm } from '../components/confirm.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { MenuItem } from '../components/menu-item.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { distinctName } from '../known-names.js';
import { codeOf, refusalText } from '../refusal.js';
import type { ClassSession } from './class-session.js';

/** The teacher's menu of another member of the class: change the role, and remove a student. */
export function MemberMenu({ session, member }: { session: ClassSession; member: Member }) {
  const text = words.value.manage;
  const asking = useSignal<'teacher' | 'remove' | undefined>(undefined);
  const { userId, userName, memberType } = member;
  const name = distinctName(userId, userName);
  const act = async (change: () => Promise<void>, done: string): Promise<void> => {
    try {
      await change();
      showToast(done);
    } catch (error) {
      showToast(refusalText(codeOf(error)));
    }
  };
  const close = (): void => {
    asking.value = undefined;
  };
  return (
    <>
      <Menu
        class="actions-menu"
        scrolls
        buttonClass="button plain icon small"
        label={text.memberMenu(name)}
        face={<Icon name="more" />}
      >
        {memberType === 'instructor' ? (
          <MenuItem
            onChoose={() => void act(() => session.setMemberType(userId, 'student'), text.madeStudent(name))}
          >
            {text.makeStudent}
          </MenuItem>
        ) : (
          <>
            <MenuItem
              onChoose={() => {
                asking.value = 'teacher';
              }}
            >
              {text.makeTeacher}
            </MenuItem>
            <MenuItem
              danger
              onChoose={() => {
                asking.value = 'remove';
              }}
            >
              {text.removeMember}
            </MenuItem>
          </>
        )}
      </Menu>
      {asking.value === 'teacher' && (
        <Confirm
          title={text.makeTeacherTitle(name)}
          text={text.makeTeacherText}
          confirm={text.makeTeacher}
          cancel={text.cancel}
          onConfirm={() =>
            void act(() => session.setMemberType(userId, 'instructor'), text.madeTeacher(name))
          }
          onClose={close}
        />
      )}
      {asking.value === 'remove' && (
        <Confirm
          title={text.removeMemberTitle(name)}
          text={text.removeMemberText}
          confirm={text.removeMember}
          cancel={text.cancel}
          onConfirm={() => void act(() => session.removeMember(userId), words.value.moderation.dropped(name))}
          onClose={close}
        />
      )}
    </>
  );
}
