import { useSignal } from '@preact/signals';
import { EditLecture } from '../classes/edit-lecture.js';
import { Icon } from '../components/icon.js';
import { words } from '../i18n/index.js';
import { useLectureSession } from './context.js';

/** The teacher's button to edit the lecture, also while it is live: an icon or, if `labeled`, with its label. */
export function EditButton({ labeled = false }: { labeled?: boolean }) {
  const { lecture, state } = useLectureSession();
  const text = words.value.manage;
  const open = useSignal(false);
  const given = state.value.lecture;
  if (!given) return null;
  return (
    <>
      <button
        type="button"
        class={labeled ? 'button primary' : 'button plain icon small'}
        aria-label={text.editLecture}
        title={text.editLecture}
        onClick={() => {
          open.value = true;
        }}
      >
        <Icon name="pencil" />
        {labeled && text.editLecture}
      </button>
      {open.value && (
        <EditLecture
          lecture={given}
          onSave={(change) => lecture.update(change)}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
