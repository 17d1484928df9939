import { muteKey } from './preferences.js';
import { connection, session, toggleMuted } from './session.js';

/** M mutes and unmutes, by the key's place, so that it works on a Korean keyboard too; not where one writes. */
export function listenToKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.code !== 'KeyM' || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (muteKey.value !== 'on' || !session.value || connection.value.name === 'closed') return;
    const { target } = event;
    if (target instanceof Element && target.closest('input:not([type=checkbox]), textarea, select')) return;
    event.preventDefault();
    toggleMuted();
  });
}
