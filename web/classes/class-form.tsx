import { useSignal } from '@preact/signals';
import type { Class } from 'lectern-client';
import { cleanText } from 'lectern-protocol/shown-text';
import { useRef } from 'preact/hooks';
import { Dialog } from '../components/dialog.js';
import { Field } from '../components/field.js';
import { words } from '../i18n/index.js';
import { codeOf, type FailureCode } from '../refusal.js';
import { Submit } from './submit.js';

/** The fields of the form for a class. */
export type ClassFields = Pick<Class, 'title' | 'subtitle'>;

interface Props {
  heading: string;
  /** The class to edit; absent for a new one. */
  of?: ClassFields;
  /** The label of the button, and the one while the request is pending. */
  submitWord: string;
  busyWord: string;
  /** Rejects with a RequestError. The form then stays open. */
  onSubmit: (fields: ClassFields) => Promise<void>;
  onClose: () => void;
}

/** The form for the title and subtitle of a class. */
export function ClassForm({ heading, of, submitWord, busyWord, onSubmit, onClose }: Props) {
  const text = words.value.classes;
  const title = useSignal(of?.title ?? '');
  const subtitle = useSignal(of?.subtitle ?? '');
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
      await onSubmit({ title: cleanText(title.value), subtitle: cleanText(subtitle.value) });
      onClose();
    } catch (error) {
      trouble.value = codeOf(error);
      busy.value = false;
    }
  };

  return (
    <Dialog title={heading} onClose={onClose} closedby="closerequest">
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
        <Submit word={submitWord} busyWord={busyWord} busy={busy.value} trouble={trouble.value} />
      </form>
    </Dialog>
  );
}
