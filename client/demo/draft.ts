import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { RequestError } from '../index.js';

/** Characters of one message, as the protocol has it. */
const longest = 4096;

export type Refusal = 'offline' | 'limited' | 'refused';

/** What somebody is writing. */
export interface Draft {
  text: Signal<string>;
  /** How many characters it is too long. */
  over: ReadonlySignal<number>;
  /** Why the last text was not sent. */
  refusal: Signal<Refusal | undefined>;
  /** Sends it. What could not be sent goes back into the box, before what was written since. */
  send(): Promise<void>;
}

/** @param deliver sends a text; rejects with RequestError where it is not taken */
export function createDraft(deliver: (text: string) => Promise<unknown>): Draft {
  const text = signal('');
  const refusal = signal<Refusal | undefined>(undefined);
  const over = computed(() => Math.max(0, [...text.value.trim()].length - longest));
  const send = async (): Promise<void> => {
    const words = text.value.trim();
    if (words === '' || over.value > 0) return;
    text.value = '';
    refusal.value = undefined;
    try {
      await deliver(words);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      text.value = text.value === '' ? words : `${words}\n${text.value}`;
      refusal.value = refusalOf(error);
    }
  };
  return { text, over, refusal, send };
}

export function refusalOf({ code }: RequestError): Refusal {
  if (code === 'rate-limited') return 'limited';
  return code === 'disconnected' || code === 'timeout' ? 'offline' : 'refused';
}
