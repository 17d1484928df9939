import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { type Lecture, type LectureState, Manager, type Participant, type Signaler } from 'lectern-client';
import { showToast } from '../components/toasts.js';
import { camera, release, screen } from '../devices.js';
import { words } from '../i18n/index.js';
import { OwnMedia } from '../own-media.js';
import { followPeople, followVoices, type ShownPerson } from '../people.js';
import { soundOnly, userName } from '../preferences.js';
import { followStops } from '../stopped-media.js';

/** The voices of a lecture, the speakers' and the user's own, and the cameras and screens of its stage. */
export class Voices {
  /** All clients with a voice connection to the room, the user first. */
  readonly people = signal<ShownPerson[]>([]);
  /** What the user sends. */
  readonly own: OwnMedia;
  readonly maySpeak: ReadonlySignal<boolean>;
  readonly #manager: Manager;
  readonly #lecture: Lecture;
  readonly #stops: (() => void)[];

  /** @param hasVideos whether videos are the stage; of the people, only the teacher is then shown */
  constructor(
    signaler: Signaler,
    lecture: Lecture,
    state: ReadonlySignal<LectureState>,
    hasVideos: ReadonlySignal<boolean>,
  ) {
    this.#lecture = lecture;
    this.#manager = new Manager(signaler, {
      username: userName.peek(),
      room: lecture.roomId,
      mayBeHeard: (participant) => this.#mayBeHeard(participant),
      mayBeSeen: (participant) => this.#mayBeHeard(participant),
    });
    const manager = this.#manager;
    this.maySpeak = computed(() => state.value.user !== undefined && lecture.maySpeak);
    const teaches = computed(() => state.value.user?.memberType === 'instructor');
    this.own = new OwnMedia({
      speak: this.maySpeak,
      camera: computed(() => this.maySpeak.value && (teaches.value || !hasVideos.value)),
      screen: computed(() => this.maySpeak.value && !hasVideos.value),
    });
    const { own } = this;
    const rights = computed(() => [state.value.speech, state.value.members] as const);
    this.#stops = [
      followPeople(manager, this.people),
      followVoices(this.people),
      own.microphone.subscribe((stream) => manager.setMicrophone(stream)),
      own.camera.subscribe((stream) => manager.setCamera(stream)),
      own.screen.subscribe((stream) => manager.setScreen(stream)),
      effect(() => manager.setMuted(own.muted.value || !this.maySpeak.value)),
      effect(() => manager.setSoundOnly(soundOnly.value === 'yes')),
      rights.subscribe(() => manager.checkHeard()),
      followStops(manager, () => {
        own.muted.value = true;
      }),
      this.#followRight(),
      this.#followRecording(state),
    ];
    manager.start();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#manager.leave();
    this.own.close();
  }

  /** Mutes a user who is no longer allowed to speak. Users who are allowed to speak again unmute themselves. */
  #followRight(): () => void {
    let before = true;
    return this.maySpeak.subscribe((may) => {
      if (may === before) return;
      before = may;
      const text = words.value.lecture.voices;
      if (!may) this.own.muted.value = true;
      if (this.#lecture.state.joined) showToast(may ? text.mayNow : text.mayNoMore);
    });
  }

  /** Turns off what the user sends when somebody else starts to record. The user agrees by turning it on again. */
  #followRecording(state: ReadonlySignal<LectureState>): () => void {
    let before = state.peek().recording;
    return state.subscribe(({ recording, user }) => {
      const starts = recording?.running && before && recording.since !== before.since;
      before = recording;
      if (!starts || recording.by === user?.userId) return;
      const sent = !this.own.muted.peek() || camera.peek() || screen.peek();
      this.own.muted.value = true;
      for (const device of [camera, screen]) release(device);
      if (sent) showToast(words.value.recording.stopped);
    });
  }

  #mayBeHeard({ user }: Participant): boolean {
    return user === undefined
      ? this.#lecture.state.speech.mode === 'everyone'
      : this.#lecture.mayBeHeard(user);
  }
}
