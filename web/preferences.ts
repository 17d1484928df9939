import { computed, effect, type Signal, signal } from '@preact/signals';

/** What the browser keeps for this person. Storage may be forbidden; then it lasts as long as the page. */
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

/** The name that the others see. */
export const userName = stored('name', '');
/** The device id of the chosen microphone; empty for the system's. */
export const microphoneId = stored('microphone', '');
/** `yes` where this person last entered without a microphone. */
export const listenOnly = stored('listen-only', 'no');
/** `off` where the M key shall not mute. */
export const muteKey = stored('mute-key', 'on');

const chosenLanguage = stored('language', '');
const { lang } = document.documentElement;

/** The language in use; boot.ts has found the first one. */
export const language = signal<Language>(isLanguage(lang) ? lang : 'en');

export function setLanguage(next: Language): void {
  language.value = next;
  chosenLanguage.value = next;
}

export type ChatLanguage = Language | 'both';

const chosenChatLanguage = stored('chat-language', '');

/** The language in which a lecture's chat is read; undefined where it is that of the page. */
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

/** The theme in use: the chosen one, else the system's. */
export const theme = (): Theme =>
  chosenTheme.value === 'light' || chosenTheme.value === 'dark' ? chosenTheme.value : systemTheme.value;

/** The other theme. Coming back to the system's means following it again. */
export function toggleTheme(): void {
  const next = theme() === 'dark' ? 'light' : 'dark';
  chosenTheme.value = next === systemTheme.value ? '' : next;
}

/** Tells the style sheets which theme was chosen. */
export const followTheme = (): (() => void) =>
  effect(() => {
    const chosen = chosenTheme.value;
    if (chosen === '') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
  });
