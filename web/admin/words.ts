import { computed } from '@preact/signals';
import { type AdminWords, admin as english } from '../i18n/admin.en.js';
import { admin as korean } from '../i18n/admin.ko.js';
import { language } from '../preferences.js';

/** The texts of this page, in the language in use. They are loaded with its code, so that other pages stay small. */
export const adminWords = computed((): AdminWords => (language.value === 'ko' ? korean : english));
