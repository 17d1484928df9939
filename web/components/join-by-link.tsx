import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { readPlace, show } from '../router.js';
import { TextField } from './text-field.js';
import { Way } from './way.js';

/** Opens the room, class, lecture or programme of an invitation. */
export function JoinByLink() {
  const { home } = words.value;
  const written = useSignal('');
  const fault = useSignal<'missing' | 'wrong' | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const submit = (): void => {
    const place = readPlace(written.value);
    if (place) {
      show(place);
      return;
    }
    fault.value = written.value.trim() === '' ? 'missing' : 'wrong';
    input.current?.focus();
  };
  return (
    <Way icon="link" title={home.join} text={home.joinText} onSubmit={submit}>
      <TextField
        id="invitation"
        label={home.link}
        hint={fault.value ? home.linkFaults[fault.value] : home.linkHint}
        wrong={fault.value !== undefined}
        value={written}
        input={input}
        onEdit={() => {
          fault.value = undefined;
        }}
        maxLength={400}
        inputMode="url"
        autoCapitalize="none"
        spellcheck={false}
        required
      />
      <button type="submit" class="button outline">
        {home.joinDo}
      </button>
    </Way>
  );
}
