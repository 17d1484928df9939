import { effect, signal } from '@preact/signals';
import { Manager, type Signaling } from 'lectern-client';
import { announce } from '../announcer.js';
import { showToast } from '../components/toasts.js';
import { microphone, microphoneTrouble, releaseAll, takeMicrophone } from '../devices.js';
import { words } from '../i18n/index.js';
import { followPeople, followVoices, type ShownPerson } from '../people.js';
import { userName } from '../preferences.js';

/** Maximum room size for voices, because each voice is sent from its speaker to everyone. */
export const MAX_VOICES = 25;

/** The voices of a chat room: the others' and, once the user unmutes, the user's own. */
export class Voices {
  /** All clients with a voice connection to the room, the user first. */
  readonly people = signal<ShownPerson[]>([]);
  readonly muted = signal(true);
  readonly #manager: Manager;
  readonly #stops: (() => void)[];

  constructor(signaling: Signaling) {
    this.#manager = new Manager(signaling, { username: userName.peek() });
    const manager = this.#manager;
    this.#stops = [
      followPeople(manager, this.people),
      followVoices(this.people),
      microphone.subscribe((stream) => manager.setMicrophone(stream)),
      effect(() => manager.setMuted(this.muted.value)),
    ];
    manager.start();
  }

  /** Mutes or unmutes the user's microphone. The first call requests a microphone. */
  async toggle(): Promise<void> {
    const muted = microphone.peek() !== undefined && !this.muted.peek();
    if (!muted && !microphone.peek() && !(await takeMicrophone())) {
      const { what, todo } = words.value.trouble.microphone[microphoneTrouble.peek() ?? 'unknown'];
      return showToast(`${what} ${todo}`);
    }
    this.muted.value = muted;
    const { controls } = words.value;
    announce(muted ? controls.nowMuted : controls.nowUnmuted);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#manager.leave();
    releaseAll();
  }
}
