import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { userName } from '../preferences.js';
import { Field } from './field.js';

interface Props {
  /** The label of the submit button. */
  submit: string;
  /** Called when the name has been stored. */
  onDone?: () => void;
}

/** Asks for the name that others see. */
export function NameForm({ submit, onDone }: Props) {
  const { entry } = words.value;
  const name = useSignal(userName.value);
  const missing = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  const keep = (): void => {
    const clean = name.value.trim();
    missing.value = clean === '';
    if (missing.value) {
      input.current?.focus();
      return;
    }
    userName.value = clean;
    onDone?.();
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <Field
        id="name"
        label={entry.name}
        hint={missing.value ? entry.nameMissing : entry.nameHint}
        wrong={missing.value}
      >
        {(described) => (
          <input
            {...described}
            ref={input}
            maxLength={64}
            autoComplete="nickname"
            required
            value={name}
            onInput={(event) => {
              name.value = event.currentTarget.value;
              missing.value = false;
            }}
          />
        )}
      </Field>
      <button type="submit" class="button primary">
        {submit}
      </button>
    </form>
  );
}
