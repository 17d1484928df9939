import { useSignal } from '@preact/signals';
import type { Exclusion } from 'lectern-client';
import { useId } from 'preact/hooks';
import { Dialog } from '../components/dialog.js';
import { words } from '../i18n/index.js';

type Scope = Exclusion['scope'];

interface Props {
  name: string;
  onConfirm: (scope: Scope) => void;
  onClose: () => void;
}

/** Asks whether to remove a person, and from what: this lecture or the whole class. */
export function RemoveDialog({ name, onConfirm, onClose }: Props) {
  const text = words.value.moderation;
  const scope = useSignal<Scope>('lecture');
  const group = useId();
  return (
    <Dialog title={text.dropTitle(name)} onClose={onClose}>
      <p>{text.dropText}</p>
      <fieldset class="choices">
        <legend>{text.scope}</legend>
        {(['lecture', 'class'] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={group}
              checked={scope.value === each}
              aria-describedby={`${group}-${each}`}
              onChange={() => {
                scope.value = each;
              }}
            />
            <span>
              {text.scopes[each].word}
              <span class="quiet" id={`${group}-${each}`} aria-hidden="true">
                {text.scopes[each].hint}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="actions">
        <button
          type="button"
          class="button danger"
          onClick={() => {
            onClose();
            onConfirm(scope.peek());
          }}
        >
          {text.drop}
        </button>
        <button type="button" class="button outline" onClick={onClose}>
          {text.cancel}
        </button>
      </div>
    </Dialog>
  );
}
