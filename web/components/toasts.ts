import { signal } from '@preact/signals';
import { announce } from '../announcer.js';
import { onLeaving } from '../router.js';

/** How long a toast stays, in ms; a hand or the focus on it holds it. */
export const TOAST_MS = 6000;

export interface Toast {
  id: number;
  text: string;
  /** There to be taken back. */
  undo?: () => void;
  /** What is really done once the toast is over. */
  commit?: () => void;
}

export const toasts = signal<readonly Toast[]>([]);

let count = 0;

function add(toast: Omit<Toast, 'id'>): void {
  toasts.value = [...toasts.value, { id: ++count, ...toast }];
}

function take({ id }: Toast): boolean {
  const rest = toasts.value.filter((each) => each.id !== id);
  const was = rest.length < toasts.value.length;
  toasts.value = rest;
  return was;
}

/** Says shortly that something happened; what was only said before makes room. */
export function showToast(text: string): void {
  announce(text);
  toasts.value = toasts.value.filter(({ commit }) => commit);
  add({ text });
}

/**
 * Says that something was taken away, which the page shows already. It is really done by `commit`, once the
 * toast is over or the page is left; until then `undo` brings it back.
 */
export function offerUndo(text: string, commit: () => void, undo: () => void): void {
  announce(text);
  add({ text, commit, undo });
}

/** Ends a toast: what it offered to take back is done. */
export function dismiss(toast: Toast): void {
  if (take(toast)) toast.commit?.();
}

export function undo(toast: Toast): void {
  if (take(toast)) toast.undo?.();
}

/** Takes back the newest that can be. */
export function undoLast(): boolean {
  const last = toasts.value.findLast(({ undo }) => undo !== undefined);
  if (last) undo(last);
  return last !== undefined;
}

function settleAll(): void {
  for (const toast of toasts.value) if (toast.commit) dismiss(toast);
}

onLeaving(settleAll);
addEventListener('pagehide', settleAll);
