import { computed, effect, signal } from '@preact/signals';
import { type Language, language, setLanguage } from '../preferences.js';
import type { Words } from './en.js';

const load: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('./en.js')).en,
  ko: async () => (await import('./ko.js')).ko,
};

const names: Record<Language, string> = { en: 'English', ko: '한국어' };

const loaded = signal<Partial<Record<Language, Words>>>({});

/** Loads a language's texts. Rejects if they cannot be loaded. */
export async function loadWords(of: Language): Promise<void> {
  const words = await load[of]();
  loaded.value = { ...loaded.peek(), [of]: words };
}

/**
 * The texts in the language in use. A component that reads them renders again when the language changes. They must be
 * loaded before.
 */
export const words = computed((): Words => {
  const current = loaded.value[language.value];
  if (!current) throw new Error(`the texts of the language ${language.value} are not loaded`);
  return current;
});

/** Loads the other language's texts, then uses them. */
export async function switchLanguage(to: Language): Promise<void> {
  await loadWords(to);
  setLanguage(to);
}

/** The other language, and its name in that language. */
export const otherLanguage = computed<{ code: Language; name: string }>(() => {
  const code = language.value === 'en' ? 'ko' : 'en';
  return { code, name: names[code] };
});

/** Keeps `<html lang>` equal to the language in use. */
export const followLanguage = (): (() => void) =>
  effect(() => {
    document.documentElement.lang = language.value;
  });
