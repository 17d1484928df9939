import { computed, signal } from '@preact/signals';

const silent = signal<ReadonlySet<HTMLMediaElement>>(new Set());

/** Whether the browser blocks some sound until a user gesture. */
export const soundBlocked = computed(() => silent.value.size > 0);

function note(element: HTMLMediaElement, blocked: boolean): void {
  if (silent.value.has(element) === blocked) return;
  const next = new Set(silent.value);
  if (blocked) next.add(element);
  else next.delete(element);
  silent.value = next;
}

/** Starts playback, or records that the browser blocked it. */
export async function play(element: HTMLMediaElement): Promise<void> {
  try {
    await element.play();
    note(element, false);
  } catch (error) {
    // Any other error means that the element got another stream, or was removed, before playback began.
    if (error instanceof DOMException && error.name === 'NotAllowedError') note(element, true);
  }
}

export const forget = (element: HTMLMediaElement): void => note(element, false);

/** Plays a participant's voice until the returned function is called. */
export function playVoice(stream: MediaStream): () => void {
  const audio = new Audio();
  audio.srcObject = stream;
  void play(audio);
  return () => {
    forget(audio);
    audio.srcObject = null;
  };
}

/** Starts blocked sound. Must be called from a user gesture, since browsers require one. */
export function turnSoundOn(): void {
  for (const element of silent.value) void play(element);
}

/** Any user gesture also permits playback. */
export function turnSoundOnByAnyPress(): void {
  for (const press of ['pointerup', 'keydown']) addEventListener(press, turnSoundOn);
}
