import { computed, effect, signal } from '@preact/signals';

/** What a narrow window shows of the room; a wide one shows both. */
export const view = signal<'people' | 'chat'>('people');
export const diagnosticsOpen = signal(false);

// As in room.css.
const wideQuery = matchMedia('(width >= 56rem)');
export const wide = signal(wideQuery.matches);
wideQuery.addEventListener('change', () => {
  wide.value = wideQuery.matches;
});

/** Whether somebody can be looking at the page. */
export const visible = signal(!document.hidden);
document.addEventListener('visibilitychange', () => {
  visible.value = !document.hidden;
});

/** Whether somebody can be looking at the chat. */
export const chatInView = computed(() => visible.value && (wide.value || view.value === 'chat'));

/** Calls back whenever the chat comes into view. */
export const onChatInView = (listener: () => void): (() => void) =>
  effect(() => {
    if (chatInView.value) listener();
  });

/** Whether the last try to copy the room's link failed. */
export const copyFailed = signal(false);
