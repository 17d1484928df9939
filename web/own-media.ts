import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { announce } from './announcer.js';
import { showToast } from './components/toasts.js';
import {
  camera,
  cameraTrouble,
  microphone,
  microphoneTrouble,
  openWithoutAsking,
  release,
  releaseAll,
  screen,
  screenTrouble,
  takeCamera,
  takeMicrophone,
  toggleCamera,
  toggleScreen,
} from './devices.js';
import { words } from './i18n/index.js';
import { passToNextPage, takeFromFormerPage } from './next-page.js';
import { startMuted } from './preferences.js';

/** What the user wants to do first: to speak with the others, to record a voice message, or to be seen. */
export type DoorPurpose = 'speak' | 'record' | 'camera' | 'screen';

/** What the user is allowed to send now. */
export interface MediaRights {
  speak: ReadonlySignal<boolean>;
  camera: ReadonlySignal<boolean>;
  screen: ReadonlySignal<boolean>;
}

const voiceOnly: MediaRights = { speak: signal(true), camera: signal(false), screen: signal(false) };

const KEY = 'lectern.own-media';
/** Set on a page that was reloaded after the user had passed the door there. */
let left = takeFromFormerPage(KEY);
let current: OwnMedia | undefined;

/**
 * The user's own devices in a place that can be joined without them. The others hear and see nothing before the user
 * has passed the door, where the devices are checked and chosen. A reload of the page does not lead to it again, and
 * keeps whether the user is muted and seen.
 */
export class OwnMedia {
  /** Why the door is shown. */
  readonly door = signal<DoorPurpose | undefined>(undefined);
  /** Whether the user has passed the door. */
  readonly passed = signal(false);
  /** Muted until the user passes the door, or unmutes. */
  readonly muted = signal(true);
  readonly rights: MediaRights;
  /** The devices once the user has passed the door. */
  readonly microphone = this.#beyondDoor(microphone);
  readonly camera = this.#beyondDoor(camera);
  readonly screen = this.#beyondDoor(screen);
  readonly #stops: (() => void)[];

  constructor(rights = voiceOnly) {
    this.rights = rights;
    if (left) void this.#goOn(left);
    left = undefined;
    current = this;
    this.#stops = [
      effect(() => {
        if (!rights.camera.value && camera.value) release(camera);
      }),
      effect(() => {
        if (!rights.screen.value && screen.value) release(screen);
      }),
    ];
  }

  /** Mutes or unmutes the user. The first call of a method leads to the door. */
  async toggleMuted(): Promise<void> {
    if (!this.#may('speak')) return;
    const muted = microphone.peek() !== undefined && !this.muted.peek();
    if (!muted && !microphone.peek() && !(await takeMicrophone())) {
      return warn(words.value.trouble.microphone[microphoneTrouble.peek() ?? 'unknown']);
    }
    this.#setMuted(muted);
  }

  async toggleCamera(): Promise<void> {
    if (!this.#may('camera')) return;
    await toggleCamera();
    const trouble = cameraTrouble.peek();
    if (trouble) warn(words.value.trouble.camera[trouble]);
  }

  async toggleScreen(): Promise<void> {
    if (!this.#may('screen')) return;
    await toggleScreen();
    if (screenTrouble.peek()) warn(words.value.trouble.screen);
  }

  /** Shows the door, and opens the devices to be checked there. */
  showDoor(purpose: DoorPurpose): void {
    if (this.door.peek()) return;
    this.door.value = purpose;
    void openFor(purpose);
  }

  /** Passes the door. Without the device that the user wants, it stays and shows why the device does not open. */
  async enter(): Promise<void> {
    const purpose = this.door.peek();
    if (!purpose) return;
    const speaks = purpose === 'speak' || purpose === 'record';
    if (speaks && !microphone.peek() && !(await takeMicrophone())) return;
    if (this.door.peek() !== purpose) return;
    // A voice message opens the microphone for its recording.
    if (purpose === 'record') releaseAll();
    else this.#setMuted(!microphone.peek() || startMuted.peek() === 'yes' || !this.rights.speak.peek());
    this.passed.value = true;
    this.door.value = undefined;
    if (purpose === 'screen') await this.toggleScreen();
  }

  /** Closes the door, and the devices that were checked there. */
  turnBack(): void {
    if (!this.door.peek()) return;
    releaseAll();
    this.door.value = undefined;
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.turnBack();
    if (current === this) current = undefined;
    releaseAll();
  }

  /** For the next page, if this one is reloaded. */
  get state(): { muted: boolean; camera: boolean } | undefined {
    if (!this.passed.peek()) return undefined;
    return { muted: this.muted.peek(), camera: camera.peek() !== undefined };
  }

  #beyondDoor(stream: Signal<MediaStream | undefined>): ReadonlySignal<MediaStream | undefined> {
    return computed(() => (this.passed.value ? stream.value : undefined));
  }

  /** Returns whether the user can use a device right away. Otherwise, tells why or shows the door. */
  #may(purpose: keyof MediaRights): boolean {
    if (!this.rights[purpose].peek()) showToast(words.value.lecture.voices.notNow);
    else if (!this.passed.peek()) this.showDoor(purpose);
    else return true;
    return false;
  }

  async #goOn({ muted, camera }: Record<string, unknown>): Promise<void> {
    this.passed.value = true;
    await openWithoutAsking({ microphone: muted === false, camera: camera === true });
    if (muted === false && microphone.peek() && this.rights.speak.peek()) this.muted.value = false;
  }

  #setMuted(muted: boolean): void {
    this.muted.value = muted;
    const text = words.value.controls;
    announce(muted ? text.nowMuted : text.nowUnmuted);
  }
}

async function openFor(purpose: DoorPurpose): Promise<void> {
  // A screen can be shared without speaking, so the browser does not ask for the microphone.
  if (purpose === 'screen') return openWithoutAsking({ microphone: true, camera: false });
  await takeMicrophone();
  if (purpose === 'camera') await takeCamera();
}

const warn = ({ what, todo }: { what: string; todo: string }): void => showToast(`${what} ${todo}`);

passToNextPage(KEY, () => current?.state);
