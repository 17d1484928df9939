import { useSignal } from '@preact/signals';
import { cleanText } from 'lectern-protocol/shown-text';
import { useRef } from 'preact/hooks';
import { Dialog } from '../components/dialog.js';
import { Field } from '../components/field.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { codeOf, type FailureCode } from '../refusal.js';
import { show } from '../router.js';
import { createClass } from './my-classes.js';
import { Submit } from './submit.js';

/** The form to create a class. Opens the class after creating it. */
export function CreateClass({ onClose }: { onClose: () => void }) {
  const text = words.value.classes;
  const title = useSignal('');
  const subtitle = useSignal('');
  const missing = useSignal(false);
  const busy = useSignal(false);
  const trouble = useSignal<FailureCode | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);

  const submit = async (): Promise<void> => {
    missing.value = cleanText(title.value) === '';
    if (missing.value) return input.current?.focus();
    busy.value = true;
    trouble.value = undefined;
    try {
      const created = await createClass(cleanText(title.value), cleanText(subtitle.value));
      onClose();
      show({ page: 'class', classUuid: created.uuid });
      showToast(text.created(created.title));
    } catch (error) {
      trouble.value = codeOf(error);
      busy.value = false;
    }
  };

  return (
    <Dialog title={text.create} onClose={onClose} closedby="closerequest">
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy.value) void submit();
        }}
      >
        <Field
          id="class-title"
          label={text.title}
          hint={missing.value ? text.titleMissing : text.titleHint}
          wrong={missing.value}
        >
          {(described) => (
            <input
              {...described}
              ref={input}
              maxLength={200}
              autoComplete="off"
              required
              value={title}
              onInput={(event) => {
                title.value = event.currentTarget.value;
                missing.value = false;
              }}
            />
          )}
        </Field>
        <Field id="class-subtitle" label={text.subtitle} hint={text.subtitleHint} wrong={false}>
          {(described) => (
            <input
              {...described}
              maxLength={400}
              autoComplete="off"
              value={subtitle}
              onInput={(event) => {
                subtitle.value = event.currentTarget.value;
              }}
            />
          )}
        </Field>
        <Submit word={text.createDo} busyWord={text.creating} busy={busy.value} trouble={trouble.value} />
      </form>
    </Dialog>
  );
}
