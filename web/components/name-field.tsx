import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { words } from '../i18n/index.js';
import type { NameFault } from '../person-name.js';
import { TextField } from './text-field.js';

interface Props {
  name: Signal<string>;
  fault: Signal<NameFault | undefined>;
  input: RefObject<HTMLInputElement | null>;
}

/** The field for the name that others see. */
export function NameField({ name, fault, input }: Props) {
  const { entry } = words.value;
  return (
    <TextField
      id="name"
      label={entry.name}
      hint={fault.value ? entry.nameFaults[fault.value] : entry.nameHint}
      wrong={fault.value !== undefined}
      value={name}
      input={input}
      onEdit={() => {
        fault.value = undefined;
      }}
      maxLength={64}
      autoComplete="nickname"
      required
    />
  );
}
