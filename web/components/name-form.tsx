import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type NameFault, readName } from '../person-name.js';
import { userName } from '../preferences.js';
import { NameField } from './name-field.js';

interface Props {
  /** The label of the submit button. */
  submit: string;
  /** Called when the name has been stored. */
  onDone?: () => void;
}

/** Asks for the name that others see. */
export function NameForm({ submit, onDone }: Props) {
  const name = useSignal(userName.value);
  const fault = useSignal<NameFault | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  const keep = (): void => {
    const read = readName(name.value);
    fault.value = read.fault;
    if (fault.value) {
      input.current?.focus();
      return;
    }
    userName.value = read.name;
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
      <NameField name={name} fault={fault} input={input} />
      <button type="submit" class="button primary">
        {submit}
      </button>
    </form>
  );
}
