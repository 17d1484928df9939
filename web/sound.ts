import { computed, signal } from '@preact/signals';

const silent = signal<ReadonlySet<HTMLMediaElement>>(new Set());

/** Whether the browser keeps some sound off until this person does something. */
export const soundBlocked = computed(() => silent.value.size > 0);

function note(element: HTMLMediaElement, blocked: boolean): void {
  if (silent.value.has(element) === blocked) return;
  const next = new Set(silent.value);
  if (blocked) next.add(element);
  else next.delete(element);
  silent.value = next;
}

/** Starts a stream's sound, or notes that the browser would not. */
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

/** To be called while this person presses something: then browsers allow it. */
export function turnSoundOn(): void {
  for (const element of silent.value) void play(element);
}

/** Any user gesture also permits playback. */
export function turnSoundOnByAnyPress(): void {
  for (const press of ['pointerup', 'keydown']) addEventListener(press, turnSoundOn);
}
