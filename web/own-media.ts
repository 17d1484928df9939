import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { announce } from './announcer.js';
import { showToast } from './components/toasts.js';
import { microphone, microphoneTrouble, openWithoutAsking, releaseAll, takeMicrophone } from './devices.js';
import { words } from './i18n/index.js';
import { passToNextPage, takeFromFormerPage } from './next-page.js';
import { startMuted } from './preferences.js';

/** What the user wants to do first: to speak with the others, or to record a voice message. */
export type DoorPurpose = 'speak' | 'record';

const KEY = 'lectern.own-media';
/** Set on a page that was reloaded after the user had passed the door there. */
let left = takeFromFormerPage(KEY);
let current: OwnMedia | undefined;

/**
 * The user's own devices in a place with voices that can be joined without them. The others hear nothing before the
 * user has passed the door, where the devices are checked and chosen. A reload of the page does not lead to it again,
 * and keeps whether the user is muted.
 */
export class OwnMedia {
  /** Why the door is shown. */
  readonly door = signal<DoorPurpose | undefined>(undefined);
  /** Whether the user has passed the door. */
  readonly passed = signal(false);
  /** Muted until the user passes the door, or unmutes. */
  readonly muted = signal(true);
  /** The microphone once the user has passed the door. */
  readonly microphone: ReadonlySignal<MediaStream | undefined>;
  readonly #maySpeak: ReadonlySignal<boolean>;

  /** @param maySpeak whether the user is allowed to be heard */
  constructor(maySpeak: ReadonlySignal<boolean> = signal(true)) {
    this.#maySpeak = maySpeak;
    this.microphone = computed(() => (this.passed.value ? microphone.value : undefined));
    if (left) void this.#goOn(left.muted !== false);
    left = undefined;
    current = this;
  }

  /** Mutes or unmutes the user. The first call leads to the door. */
  async toggleMuted(): Promise<void> {
    if (!this.#maySpeak.peek()) return showToast(words.value.lecture.voices.notNow);
    if (!this.passed.peek()) return this.showDoor('speak');
    const muted = microphone.peek() !== undefined && !this.muted.peek();
    if (!muted && !microphone.peek() && !(await takeMicrophone())) {
      const { what, todo } = words.value.trouble.microphone[microphoneTrouble.peek() ?? 'unknown'];
      return showToast(`${what} ${todo}`);
    }
    this.#setMuted(muted);
  }

  /** Shows the door, and opens the microphone to be checked there. */
  showDoor(purpose: DoorPurpose): void {
    if (this.door.peek()) return;
    this.door.value = purpose;
    void takeMicrophone();
  }

  /** Passes the door. Does nothing without a microphone: the door shows why it does not open. */
  async enter(): Promise<void> {
    const opened = microphone.peek() !== undefined || (await takeMicrophone());
    const purpose = this.door.peek();
    if (!opened || !purpose) return;
    // A voice message opens the microphone for its recording.
    if (purpose === 'record') releaseAll();
    else this.#setMuted(startMuted.peek() === 'yes' || !this.#maySpeak.peek());
    this.passed.value = true;
    this.door.value = undefined;
  }

  /** Closes the door, and the devices that were checked there. */
  turnBack(): void {
    if (!this.door.peek()) return;
    releaseAll();
    this.door.value = undefined;
  }

  close(): void {
    this.turnBack();
    if (current === this) current = undefined;
    releaseAll();
  }

  /** For the next page, if this one is reloaded. */
  get state(): { muted: boolean } | undefined {
    return this.passed.peek() ? { muted: this.muted.peek() } : undefined;
  }

  async #goOn(muted: boolean): Promise<void> {
    this.passed.value = true;
    await openWithoutAsking({ microphone: !muted, camera: false });
    if (!muted && microphone.peek() && this.#maySpeak.peek()) this.muted.value = false;
  }

  #setMuted(muted: boolean): void {
    this.muted.value = muted;
    const text = words.value.controls;
    announce(muted ? text.nowMuted : text.nowUnmuted);
  }
}

passToNextPage(KEY, () => current?.state);
