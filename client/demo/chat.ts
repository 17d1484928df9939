import { computed, signal } from '@preact/signals';
import { RequestError, type TextEvent } from '../index.js';
import type { Session } from './session.js';
import { chatInView } from './view.js';

/** Characters of one message, as the protocol has it. */
export const longest = 4096;
/** Older ones are let go, so that a long day does not fill the page. */
const kept = 500;

export interface Message {
  key: number;
  sender: string;
  name: string;
  own: boolean;
  text: string;
  at: Date;
}

export type Refusal = 'offline' | 'limited' | 'refused';

export const messages = signal<Message[]>([]);
export const unread = signal(0);
export const draft = signal('');
/** Why the last text was not sent. */
export const refusal = signal<Refusal | undefined>(undefined);
/** How many characters the draft is too long. */
export const over = computed(() => Math.max(0, [...draft.value.trim()].length - longest));

let next = 1;

export function addMessage({ sender, username, own, data }: TextEvent): void {
  const message = { key: next++, sender, name: username, own, text: data.text, at: new Date() };
  messages.value = [...messages.value.slice(1 - kept), message];
  if (!own && !chatInView.value) unread.value++;
}

export function clearChat(): void {
  messages.value = [];
  unread.value = 0;
  refusal.value = undefined;
}

/** Sends the draft. What could not be sent goes back into the box, before what was written since. */
export async function sendDraft({ manager, signaler }: Session): Promise<void> {
  const text = draft.value.trim();
  if (text === '' || over.value > 0) return;
  if (signaler.state.name !== 'open') {
    refusal.value = 'offline';
    return;
  }
  draft.value = '';
  refusal.value = undefined;
  try {
    await manager.sendText(text);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    draft.value = draft.value === '' ? text : `${text}\n${draft.value}`;
    refusal.value = refusalOf(error);
  }
}

function refusalOf({ code }: RequestError): Refusal {
  if (code === 'rate-limited') return 'limited';
  return code === 'disconnected' || code === 'timeout' ? 'offline' : 'refused';
}
