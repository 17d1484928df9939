import { signal } from '@preact/signals';
import type { ProgrammeEvents, RunningAggro } from 'lectern-client';

/** Maximum number of entries of a room. The oldest ones are removed. */
const MAX_ENTRIES = 1000;

/** An event in a chat room since the user joined. */
export type Entry = { key: number; sender: string; at: Date } & (
  | { kind: 'message'; user: string; name: string; own: boolean; text: string }
  /** A message was spotlighted. */
  | { kind: 'held'; name: string; own: boolean; text: string }
  /** The spotlight ended. `points` is positive if its time was up. */
  | { kind: 'over'; text: string; points: number }
  /** The connection was lost, and some events of that time are missing. */
  | { kind: 'gap' }
);

type New<T> = T extends unknown ? Omit<T, 'key' | 'sender' | 'at'> : never;

export class RoomLog {
  readonly entries = signal<readonly Entry[]>([]);
  readonly #held = new Set<string>();
  #count = 0;

  addMessage({ sender, userUID: user, own, displayName: name, msg: text }: ProgrammeEvents['chat']): void {
    this.#add({ kind: 'message', user, name, own, text }, sender);
  }

  /** Adds a spotlighted message. Returns false if it has already been added. */
  held({ aggroUID, displayName: name, msg: text }: RunningAggro, own: boolean): boolean {
    if (this.#held.has(aggroUID)) return false;
    this.#held.add(aggroUID);
    this.#add({ kind: 'held', name, own, text });
    return true;
  }

  over({ msg: text, point: points }: RunningAggro): void {
    this.#add({ kind: 'over', text, points });
  }

  gap(): void {
    if (this.entries.peek().length > 0) this.#add({ kind: 'gap' });
  }

  #add(entry: New<Entry>, sender = ''): void {
    const key = ++this.#count;
    const kept = this.entries.peek().slice(1 - MAX_ENTRIES);
    this.entries.value = [
      ...kept,
      { ...entry, key, sender: sender || `event ${key}`, at: new Date() } as Entry,
    ];
  }
}
