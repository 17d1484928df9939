import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { type Language, language, setLanguage } from '../preferences.js';
import type { Words } from './en.js';

const load: Record<Language, () => Promise<Words>> = {
  en: async () => (await import('./en.js')).en,
  ko: async () => (await import('./ko.js')).ko,
};

const names: Record<Language, string> = { en: 'English', ko: '한국어' };

const loaded = signal<Partial<Record<Language, Words>>>({});

/** Load the texts of parts of the app in a language. */
const parts: ((of: Language) => Promise<void>)[] = [];

/** Loads a language's texts, with those of all parts that are loaded. Rejects if they cannot be loaded. */
export async function loadWords(of: Language): Promise<void> {
  const [words] = await Promise.all([load[of](), ...parts.map((loadWords) => loadWords(of))]);
  loaded.value = { ...loaded.peek(), [of]: words };
}

/** The texts of a part of the app. A component of this part can read `words` once `load` has resolved. */
export interface PartWords<T> {
  words: ReadonlySignal<T>;
  /** Rejects if they cannot be loaded. */
  load(): Promise<void>;
}

/** Texts that are loaded with a part of the app instead of with every page. */
export function partWords<T>(load: Record<Language, () => Promise<T>>): PartWords<T> {
  const loaded = signal<Partial<Record<Language, T>>>({});
  const loadLanguage = async (of: Language): Promise<void> => {
    const words = await load[of]();
    loaded.value = { ...loaded.peek(), [of]: words };
  };
  return {
    words: computed(() => inUse(loaded.value)),
    async load() {
      if (!parts.includes(loadLanguage)) parts.push(loadLanguage);
      await loadLanguage(language.peek());
    },
  };
}

/** @throws Error if the texts of the language in use are not loaded */
function inUse<T>(loaded: Partial<Record<Language, T>>): T {
  const current = loaded[language.value];
  if (!current) throw new Error(`the texts of the language ${language.value} are not loaded`);
  return current;
}

/**
 * The texts in the language in use. A component that reads them renders again when the language changes. They must be
 * loaded before.
 */
export const words = computed((): Words => inUse(loaded.value));

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
