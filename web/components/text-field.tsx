import type { Signal } from '@preact/signals';
import type { AllHTMLAttributes, RefObject } from 'preact';
import { Field } from './field.js';

type Attributes = Pick<
  AllHTMLAttributes,
  'autoCapitalize' | 'autoComplete' | 'inputMode' | 'max' | 'maxLength' | 'min' | 'required' | 'spellcheck'
>;

interface Text extends Attributes {
  id: string;
  label: string;
  hint: string;
  wrong?: boolean;
  value: Signal<string>;
  input?: RefObject<HTMLInputElement | null>;
  /** Called after each change of the text, for example to remove an error. */
  onEdit?: () => void;
}

type Props = Text &
  ({ type?: 'text' } | { type: 'password' } | { type: 'date' | 'time' } | { type: 'number' });

/** A labeled text field that keeps its text in a signal. Other attributes are those of the input. */
export function TextField({ id, label, hint, wrong = false, value, input, onEdit, ...attributes }: Props) {
  return (
    <Field id={id} label={label} hint={hint} wrong={wrong}>
      {(described) => (
        <input
          autoComplete="off"
          {...attributes}
          {...described}
          ref={input}
          value={value}
          onInput={(event) => {
            value.value = event.currentTarget.value;
            onEdit?.();
          }}
        />
      )}
    </Field>
  );
}
