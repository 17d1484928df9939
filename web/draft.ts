import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { RequestError } from 'lectern-client';
import { codeOf } from './refusal.js';

/** Maximum number of characters of a message, as in the protocol. */
const longest = 4096;

export type Refusal = 'offline' | 'unconfirmed' | 'limited' | 'quota' | 'refused';

/** A message that the user is writing. */
export interface Draft {
  text: Signal<string>;
  /** Number of characters above the maximum. */
  over: ReadonlySignal<number>;
  /** Why the last text was not sent. */
  refusal: Signal<Refusal | undefined>;
  /** Messages that were sent and are not acknowledged yet. */
  sending: Signal<readonly { key: number; text: string }[]>;
  /** Sends the text. If sending fails, the text is put back into the box, before anything written since. */
  send(): Promise<void>;
}

/**
 * @param deliver sends a text; rejects with RequestError if the server refuses it
 * @param online whether sending can be attempted
 */
export function createDraft(
  deliver: (text: string) => Promise<unknown>,
  online: () => boolean = () => true,
): Draft {
  const text = signal('');
  const refusal = signal<Refusal | undefined>(undefined);
  const sending = signal<Draft['sending']['value']>([]);
  let sent = 0;
  const over = computed(() => Math.max(0, [...text.value.trim()].length - longest));
  const send = async (): Promise<void> => {
    const words = text.value.trim();
    if (words === '' || over.value > 0) return;
    if (!online()) {
      refusal.value = 'offline';
      return;
    }
    text.value = '';
    refusal.value = undefined;
    const key = ++sent;
    sending.value = [...sending.value, { key, text: words }];
    try {
      await deliver(words);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      text.value = text.value === '' ? words : `${words}\n${text.value}`;
      refusal.value = refusalOf(error);
    } finally {
      sending.value = sending.value.filter((each) => each.key !== key);
    }
  };
  return { text, over, refusal, sending, send };
}

export function refusalOf(error: RequestError): Refusal {
  const code = codeOf(error);
  if (error.unconfirmed) return 'unconfirmed';
  if (code === 'quota') return code;
  if (code === 'rate-limited') return 'limited';
  return code === 'disconnected' || code === 'timeout' ? 'offline' : 'refused';
}
