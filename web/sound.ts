import { computed, signal } from '@preact/signals';
import { speakerId } from './preferences.js';

const silent = signal<ReadonlySet<HTMLMediaElement>>(new Set());

/** Whether some sound waits for a user gesture, because the browser blocks it or the system has paused it. */
export const soundBlocked = computed(() => silent.value.size > 0);

function note(element: HTMLMediaElement, blocked: boolean): void {
  if (silent.value.has(element) === blocked) return;
  const next = new Set(silent.value);
  if (blocked) next.add(element);
  else next.delete(element);
  silent.value = next;
}

/** Starts playback, or records that the browser blocked it. */
async function play(element: HTMLMediaElement): Promise<void> {
  try {
    await element.play();
    note(element, false);
  } catch (error) {
    // Any other error means that the element got another stream, or was removed, before playback began.
    if (error instanceof DOMException && error.name === 'NotAllowedError') note(element, true);
  }
}

/** Plays an element on a speaker or, if that was unplugged or is not allowed, on the system's default. */
async function playOn(element: HTMLMediaElement, id: string): Promise<void> {
  const sink = id === 'default' ? '' : id;
  // Browsers without a choice of speakers do not have these members.
  if (!('setSinkId' in element) || element.sinkId === sink) return;
  try {
    await element.setSinkId(sink);
  } catch {
    // The choice remains for the next time.
  }
}

const forget = (element: HTMLMediaElement): void => note(element, false);

/** Time in ms. Sound that the system pauses again within it is only resumed by the user, or with the page. */
const SETTLED = 2000;

/**
 * Plays an element until the returned function is called, also after the system has paused it: phones do so for a call,
 * and when earphones are removed.
 */
export function keepPlaying(element: HTMLMediaElement): () => void {
  let resumedAt = Number.NEGATIVE_INFINITY;
  const resume = (): void => {
    if (element.ended) return;
    note(element, true);
    if (performance.now() - resumedAt < SETTLED) return;
    resumedAt = performance.now();
    void play(element);
  };
  element.addEventListener('pause', resume);
  const stopFollowing = speakerId.subscribe((id) => void playOn(element, id));
  void play(element);
  return () => {
    stopFollowing();
    element.removeEventListener('pause', resume);
    forget(element);
  };
}

/** Plays a participant's voice until the returned function is called. */
export function playVoice(stream: MediaStream): () => void {
  const audio = new Audio();
  audio.srcObject = stream;
  const stop = keepPlaying(audio);
  return () => {
    stop();
    audio.srcObject = null;
  };
}

/** Starts sound that waits. Blocked sound only starts if this is called from a user gesture. */
export function turnSoundOn(): void {
  for (const element of silent.value) void play(element);
}

/** Starts sound that waits on any user gesture, and when a phone call has ended or earphones are back. */
export function turnSoundOnWhenPossible(): void {
  for (const press of ['pointerup', 'keydown', 'focus', 'pageshow']) addEventListener(press, turnSoundOn);
  document.addEventListener('visibilitychange', turnSoundOn);
  navigator.mediaDevices?.addEventListener('devicechange', turnSoundOn);
}
