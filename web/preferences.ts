import { computed, effect, type Signal, signal } from '@preact/signals';
import { readName } from './person-name.js';

/** Returns a preference that the browser stores. If storage is forbidden, it lasts until the page is closed. */
function stored(key: string, initial: string): Signal<string> {
  const name = `lectern.${key}`;
  let value = initial;
  try {
    value = localStorage.getItem(name) ?? initial;
  } catch {
    // Storage is forbidden.
  }
  const kept = signal(value);
  effect(() => {
    const now = kept.value;
    try {
      if (now === initial) localStorage.removeItem(name);
      else localStorage.setItem(name, now);
    } catch {
      // Storage is forbidden or full.
    }
  });
  return kept;
}

export type Language = 'en' | 'ko';
export type Theme = 'light' | 'dark';

const isLanguage = (value: string | undefined): value is Language => value === 'en' || value === 'ko';

/** The user's name, as others see it. */
export const userName = stored('name', '');
// Names that were stored by older pages can be invalid.
const { name, fault } = readName(userName.peek());
userName.value = fault ? '' : name;
/** The device id of the chosen microphone; empty for the system's default. */
export const microphoneId = stored('microphone', '');
/** The device id of the chosen camera; empty for the system's default. */
export const cameraId = stored('camera', '');
/** The device id of the chosen speaker; `default` is the system's. */
export const speakerId = stored('speaker', 'default');
/** `yes` if the user's camera was last on in a room, or before joining one. */
export const cameraOn = stored('camera-on', 'no');
/** `yes` if the user was last muted in a room, or chose to start muted. */
export const startMuted = stored('start-muted', 'no');
/** `yes` if the user last joined without a microphone. */
export const listenOnly = stored('listen-only', 'no');
/** `yes` if no cameras and screens are received in rooms that a media server carries. */
export const soundOnly = stored('sound-only', 'no');
/** `off` if the operator has dismissed the note about open mode. */
export const operatorNote = stored('operator-note', 'on');
/** `off` if the M key must not mute. */
export const muteKey = stored('mute-key', 'on');

const chosenLanguage = stored('language', '');
const { lang } = document.documentElement;

/** The language in use. boot.ts determines the first one. */
export const language = signal<Language>(isLanguage(lang) ? lang : 'en');

export function setLanguage(next: Language): void {
  language.value = next;
  chosenLanguage.value = next;
}

export type ChatLanguage = Language | 'both';

const chosenChatLanguage = stored('chat-language', '');

/** The language in which the user reads a lecture's chat; undefined if it is the language of the page. */
export const chatLanguage = computed<ChatLanguage | undefined>(() => {
  const { value } = chosenChatLanguage;
  return isLanguage(value) || value === 'both' ? value : undefined;
});

export function setChatLanguage(next: ChatLanguage): void {
  chosenChatLanguage.value = next;
}

const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const systemTheme = signal<Theme>(darkSystem.matches ? 'dark' : 'light');
darkSystem.addEventListener('change', () => {
  systemTheme.value = darkSystem.matches ? 'dark' : 'light';
});

const chosenTheme = stored('theme', '');

/** Returns the theme in use: the chosen one, otherwise the system's. */
export const theme = (): Theme =>
  chosenTheme.value === 'light' || chosenTheme.value === 'dark' ? chosenTheme.value : systemTheme.value;

/** Switches to the other theme. If that is the system's theme, the page follows the system again. */
export function toggleTheme(): void {
  const next = theme() === 'dark' ? 'light' : 'dark';
  chosenTheme.value = next === systemTheme.value ? '' : next;
}

/** Applies the chosen theme to the style sheets. */
export const followTheme = (): (() => void) =>
  effect(() => {
    const chosen = chosenTheme.value;
    if (chosen === '') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
  });
