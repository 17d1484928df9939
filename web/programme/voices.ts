import { effect, signal } from '@preact/signals';
import { Manager, type Signaling } from 'lectern-client';
import { OwnMedia } from '../own-media.js';
import { followPeople, followVoices, type ShownPerson } from '../people.js';
import { userName } from '../preferences.js';

/** Maximum room size for voices, because each voice is sent from its speaker to everyone. */
export const MAX_VOICES = 25;

/** The voices of a chat room: the others' and, once the user unmutes, the user's own. */
export class Voices {
  /** All clients with a voice connection to the room, the user first. */
  readonly people = signal<ShownPerson[]>([]);
  /** What the user sends. */
  readonly own = new OwnMedia();
  readonly #manager: Manager;
  readonly #stops: (() => void)[];

  constructor(signaling: Signaling) {
    this.#manager = new Manager(signaling, { username: userName.peek() });
    const manager = this.#manager;
    this.#stops = [
      followPeople(manager, this.people),
      followVoices(this.people),
      this.own.microphone.subscribe((stream) => manager.setMicrophone(stream)),
      effect(() => manager.setMuted(this.own.muted.value)),
    ];
    manager.start();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#manager.leave();
    this.own.close();
  }
}
