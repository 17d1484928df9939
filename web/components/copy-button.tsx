import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { announce } from '../announcer.js';
import { copyText } from '../clipboard.js';
import { Icon } from './icon.js';

/** How long the button says that it worked. */
const confirmFor = 2500;

interface Props {
  /** What is copied. */
  text: string;
  copy: string;
  copied: string;
  /** What a screen reader is told when it is copied. */
  announced: string;
  /** What the button is called, where `copy` alone is not enough. */
  label?: string;
  class?: string;
  /** Called with whether it was copied. */
  onDone: (copied: boolean) => void;
}

/** Copies a text, and says for a moment that it did. */
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
