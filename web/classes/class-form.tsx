import { useSignal } from '@preact/signals';
import type { Class } from 'lectern-client';
import { cleanText } from 'lectern-protocol/shown-text';
import { useRef } from 'preact/hooks';
import { FormDialog } from '../components/form-dialog.js';
import { TextField } from '../components/text-field.js';
import { words } from '../i18n/index.js';

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
export function ClassForm({ heading, of, onSubmit, ...dialog }: Props) {
  const text = words.value.classes;
  const title = useSignal(of?.title ?? '');
  const subtitle = useSignal(of?.subtitle ?? '');
  const missing = useSignal(false);
  const input = useRef<HTMLInputElement>(null);

  const submit = async (): Promise<boolean> => {
    missing.value = cleanText(title.value) === '';
    if (missing.value) input.current?.focus();
    else await onSubmit({ title: cleanText(title.value), subtitle: cleanText(subtitle.value) });
    return !missing.value;
  };

  return (
    <FormDialog {...dialog} title={heading} onSubmit={submit}>
      <TextField
        id="class-title"
        label={text.title}
        hint={missing.value ? text.titleMissing : text.titleHint}
        wrong={missing.value}
        value={title}
        input={input}
        onEdit={() => {
          missing.value = false;
        }}
        maxLength={200}
        required
      />
      <TextField
        id="class-subtitle"
        label={text.subtitle}
        hint={text.subtitleHint}
        value={subtitle}
        maxLength={400}
      />
    </FormDialog>
  );
}
