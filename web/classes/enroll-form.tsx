import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { TextField } from '../components/text-field.js';
import { showToast } from '../components/toasts.js';
import { words } from '../i18n/index.js';
import { codeOf, refusalText } from '../refusal.js';
import { readClass, show } from '../router.js';
import { enroll } from './my-classes.js';

const inputId = 'enroll-link';

export const focusEnrollForm = (): void => document.getElementById(inputId)?.focus();

/** The form to enroll in a class by its link or id. */
export function EnrollForm() {
  const text = words.value.classes;
  const written = useSignal('');
  const fault = useSignal('');
  const busy = useSignal(false);
  const input = useRef<HTMLInputElement>(null);

  const submit = async (): Promise<void> => {
    const classUuid = readClass(written.value);
    if (classUuid === undefined) {
      fault.value = written.value.trim() === '' ? text.linkMissing : text.linkWrong;
      return input.current?.focus();
    }
    busy.value = true;
    fault.value = '';
    try {
      const enrolled = await enroll(classUuid);
      show({ page: 'class', classUuid });
      showToast(text.enrolled(enrolled.title));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'conflict') {
        show({ page: 'class', classUuid });
        showToast(text.alreadyEnrolled);
        return;
      }
      fault.value = code === 'not-found' ? text.noSuchClass : refusalText(code);
      busy.value = false;
      input.current?.focus();
    }
  };

  return (
    <form
      class="panel enroll"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy.value) void submit();
      }}
    >
      <h2>{text.enrollTitle}</h2>
      <TextField
        id={inputId}
        label={text.link}
        hint={fault.value === '' ? text.linkHint : fault.value}
        wrong={fault.value !== ''}
        value={written}
        input={input}
        onEdit={() => {
          fault.value = '';
        }}
        maxLength={400}
        autoCapitalize="none"
        spellcheck={false}
        inputMode="url"
        required
      />
      <button type="submit" class="button outline" aria-disabled={busy.value}>
        {busy.value ? text.enrolling : text.enroll}
      </button>
    </form>
  );
}
