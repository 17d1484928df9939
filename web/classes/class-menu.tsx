import { useSignal } from '@preact/signals';
import type { Class } from 'lectern-client';
import { Confirm } from '../components/confirm.js';
import { Icon } from '../components/icon.js';
import { Menu } from '../components/menu.js';
import { MenuItem } from '../components/menu-item.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';
import { show } from '../router.js';
import { ClassForm } from './class-form.js';
import { deleteClass, updateClass } from './my-classes.js';

/** The teacher's menu of a class: edit and delete it. */
export function ClassMenu({ of }: { of: Class }) {
  const text = words.value.manage;
  const open = useSignal<'edit' | 'delete' | undefined>(undefined);
  const close = (): void => {
    open.value = undefined;
  };
  const remove = async (): Promise<void> => {
    try {
      await deleteClass(of.uuid);
      show({ page: 'classes' });
      showToast(text.classDeleted(of.title));
    } catch (error) {
      showToast(refusalText(codeOf(error)));
    }
  };
  return (
    <>
      <Menu
        class="actions-menu"
        buttonClass="button outline icon"
        label={text.classMenu}
        face={<Icon name="more" />}
      >
        <MenuItem
          onChoose={() => {
            open.value = 'edit';
          }}
        >
          {text.editClass}
        </MenuItem>
        <MenuItem
          danger
          onChoose={() => {
            open.value = 'delete';
          }}
        >
          {text.deleteClass}
        </MenuItem>
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
      {open.value === 'delete' && (
        <Confirm
          title={text.deleteClassTitle(of.title)}
          text={text.deleteClassText}
          confirm={text.deleteClass}
          cancel={text.cancel}
          onConfirm={() => void remove()}
          onClose={close}
        />
      )}
    </>
  );
}
