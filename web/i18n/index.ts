import { computed, effect } from '@preact/signals';
import { type Language, language } from '../preferences.js';
import { en, type Words } from './en.js';
import { ko } from './ko.js';

const catalog: Record<Language, Words> = { en, ko };

/** The words in the language in use; reading it in a component makes that follow a change of language. */
export const words = computed(() => catalog[language.value]);

/** The other language, and what it calls itself. */
export const otherLanguage = computed<{ code: Language; name: string }>(() => {
  const code = language.value === 'en' ? 'ko' : 'en';
  return { code, name: catalog[code].language };
});

/** Lets `<html lang>` follow the language in use. */
export const followLanguage = (): (() => void) =>
  effect(() => {
    document.documentElement.lang = language.value;
  });
