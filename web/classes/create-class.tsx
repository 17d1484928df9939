import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { show } from '../router.js';
import { ClassForm } from './class-form.js';
import { createClass } from './my-classes.js';

/** The form to create a class. Opens the class after creating it. */
export function CreateClass({ onClose }: { onClose: () => void }) {
  const text = words.value.classes;
  return (
    <ClassForm
      heading={text.create}
      submitWord={text.createDo}
      busyWord={text.creating}
      onSubmit={async (fields) => {
        const created = await createClass(fields);
        show({ page: 'class', classUuid: created.uuid });
        showToast(text.created(created.title));
      }}
      onClose={onClose}
    />
  );
}
