import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { announce } from '../announcer.js';
import { copyText } from '../clipboard.js';
import { words } from '../i18n/index.js';
import { linkTo } from '../router.js';
import { copyFailed } from '../view.js';
import { Icon } from './icon.js';

/** How long the button says that it worked. */
const confirmFor = 2500;

export function CopyLink({ room }: { room: string }) {
  const text = words.value.room;
  const copied = useSignal(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const copy = async (): Promise<void> => {
    copied.value = await copyText(linkTo({ page: 'room', room }));
    copyFailed.value = !copied.value;
    if (copied.value) announce(text.copiedSay);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      copied.value = false;
    }, confirmFor);
  };
  const label = copied.value ? text.copied : text.copy;
  return (
    <button
      type="button"
      class="button outline small"
      aria-label={label}
      title={label}
      onClick={() => void copy()}
    >
      <span class="swap">
        <span data-hidden={copied.value}>
          <Icon name="link" />
          <span class="copy-words">{text.copy}</span>
        </span>
        <span data-hidden={!copied.value}>
          <Icon name="check" />
          <span class="copy-words">{text.copied}</span>
        </span>
      </span>
    </button>
  );
}
