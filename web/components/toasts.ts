import { signal } from '@preact/signals';
import { announce } from '../announcer.js';
import { onLeaving } from '../router.js';

/** Time in ms for which a toast is shown. The pointer or the focus on it stops the countdown. */
export const TOAST_MS = 6000;

export interface Toast {
  id: number;
  text: string;
  /** Set if the action can be undone. */
  undo?: () => void;
  /** Performs the action when the toast ends. */
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

/** Shows a short notice. It replaces earlier notices that offer no undo. */
export function showToast(text: string): void {
  announce(text);
  toasts.value = toasts.value.filter(({ commit }) => commit);
  add({ text });
}

/**
 * Shows a toast for a removal that the page already displays as done. `commit` performs it when the toast ends or the
 * user leaves the page; until then `undo` restores the item.
 */
export function offerUndo(text: string, commit: () => void, undo: () => void): void {
  announce(text);
  add({ text, commit, undo });
}

/** Ends a toast and performs its action. */
export function dismiss(toast: Toast): void {
  if (take(toast)) toast.commit?.();
}

export function undo(toast: Toast): void {
  if (take(toast)) toast.undo?.();
}

/** Undoes the newest action that can be undone. */
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
