import { computed, effect, signal } from '@preact/signals';

/** The part of the room that a narrow window shows; a wide window shows both. */
export const view = signal<'people' | 'chat'>('people');
export const diagnosticsOpen = signal(false);

// As in room.css.
const wideQuery = matchMedia('(width >= 56rem)');
export const wide = signal(wideQuery.matches);
wideQuery.addEventListener('change', () => {
  wide.value = wideQuery.matches;
});

/** Whether the page is visible. */
export const visible = signal(!document.hidden);
document.addEventListener('visibilitychange', () => {
  visible.value = !document.hidden;
});

/** Whether the chat is visible. */
export const chatInView = computed(() => visible.value && (wide.value || view.value === 'chat'));

/** Calls the listener whenever the chat becomes visible. */
export const onChatInView = (listener: () => void): (() => void) =>
  effect(() => {
    if (chatInView.value) listener();
  });

/** Whether the last attempt to copy the room's link failed. */
export const copyFailed = signal(false);
