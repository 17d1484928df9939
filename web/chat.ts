import { signal } from '@preact/signals';
import type { TextEvent } from 'lectern-client';
import { chatInView } from './view.js';

/** Maximum number of messages. Older messages are removed, so that a long day does not fill the page. */
const kept = 500;

export interface Message {
  key: number;
  sender: string;
  /** The sender's user ID. */
  user: string;
  name: string;
  own: boolean;
  text: string;
  at: Date;
}

export const messages = signal<Message[]>([]);
export const unread = signal(0);

let next = 1;

export function addMessage({ sender, username, own, data }: TextEvent, user: string): void {
  const message = { key: next++, sender, user, name: username, own, text: data.text, at: new Date() };
  messages.value = [...messages.value.slice(1 - kept), message];
  if (!own && !chatInView.value) unread.value++;
}

export function clearChat(): void {
  messages.value = [];
  unread.value = 0;
}
