import { computed, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { muteKey } from './preferences.js';

/** A keyboard shortcut of the current page. */
export interface Shortcut {
  /**
   * A letter or digit by its position on the keyboard, for example `M`, otherwise KeyboardEvent.key. Can be prefixed
   * with `Shift+`.
   */
  keys: string;
  /** The description in the list of shortcuts. */
  label: string;
  run: () => void;
  /** Whether the shortcut also works while a dialog is open. */
  everywhere?: boolean;
}

/** Names of keys as printed on keyboards. */
const keyNames: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
};

/** Returns the display name of a shortcut's keys; `space` is the name of the space bar. */
export const nameKeys = (keys: string, space: string): string =>
  keys
    .split('+')
    .map((key) => (key === 'Space' ? space : (keyNames[key] ?? key)))
    .join(' + ');

const registered = signal<readonly { current: readonly Shortcut[] }[]>([]);

/** All shortcuts of the current page, those of inner components last. */
export const shortcuts = computed(() => registered.value.flatMap(({ current }) => current));

/** Registers shortcuts while the component is mounted. */
export function useShortcuts(list: readonly Shortcut[]): void {
  const latest = useRef(list);
  latest.current = list;
  useEffect(() => {
    registered.value = [...registered.peek(), latest];
    return () => {
      registered.value = registered.peek().filter((each) => each !== latest);
    };
  }, []);
}

/** Whether single-key shortcuts are on. Users of speech input turn them off. */
export const keysOn = computed(() => muteKey.value === 'on');

const writing = 'input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]';
const pressed = 'button, a[href], summary, input, [role=button]';
const moved = 'input, video[controls], [role=slider], [role=tab], [role=menuitem], [role=listbox]';

/** Returns whether the focused element handles the key itself. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(writing)) return true;
  if (key === ' ' || key === 'Enter') return target.closest(pressed) !== null;
  return /^(Arrow|Home|End|Page)/.test(key) && target.closest(moved) !== null;
}

function fits({ keys }: Shortcut, { code, key, shiftKey }: KeyboardEvent): boolean {
  const shifted = keys.startsWith('Shift+');
  const name = shifted ? keys.slice('Shift+'.length) : keys;
  // A Korean keyboard types other letters with the same keys.
  if (/^[A-Z]$/.test(name)) return code === `Key${name}` && shiftKey === shifted;
  if (/^\d$/.test(name)) return code === `Digit${name}` && shiftKey === shifted;
  // A sign like ? needs Shift on some keyboards only.
  if (name.length === 1 && name !== ' ') return key === name;
  return key === (name === 'Space' ? ' ' : name) && shiftKey === shifted;
}

/** Starts handling the page's shortcuts. */
export function listenToShortcuts(): void {
  addEventListener('keydown', (event) => {
    if (!keysOn.value || event.defaultPrevented || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
    const found = shortcuts.value.findLast((each) => fits(each, event));
    if (!found || (!found.everywhere && document.querySelector('dialog:modal'))) return;
    event.preventDefault();
    found.run();
  });
}
