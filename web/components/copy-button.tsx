import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { announce } from '../announcer.js';
import { copyText } from '../clipboard.js';
import { Icon } from './icon.js';

/** Time in ms for which the button shows that the text was copied. */
const confirmFor = 2500;

interface Props {
  /** The text to copy. */
  text: string;
  copy: string;
  copied: string;
  /** The text for screen readers when the text has been copied. */
  announced: string;
  /** The accessible name of the button, if `copy` is not specific enough. */
  label?: string;
  class?: string;
  /** Called with whether it was copied. */
  onDone: (copied: boolean) => void;
}

/** Copies a text and confirms it for a moment. */
export function CopyButton({ text, copy, copied, announced, label = copy, class: name, onDone }: Props) {
  const done = useSignal(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const press = async (): Promise<void> => {
    done.value = await copyText(text);
    onDone(done.value);
    if (done.value) announce(announced);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      done.value = false;
    }, confirmFor);
  };
  const called = done.value ? copied : label;
  return (
    <button
      type="button"
      class={name ?? 'button outline small'}
      aria-label={called}
      title={called}
      onClick={() => void press()}
    >
      <span class="swap">
        <span data-hidden={done.value}>
          <Icon name="link" />
          <span class="copy-words">{copy}</span>
        </span>
        <span data-hidden={!done.value}>
          <Icon name="check" />
          <span class="copy-words">{copied}</span>
        </span>
      </span>
    </button>
  );
}
