import { partWords } from '../i18n/index.js';

/** The texts of this page, in the language in use. They are loaded with its code, so that other pages stay small. */
export const { words: adminWords, load: loadAdminWords } = partWords({
  en: async () => (await import('../i18n/admin.en.js')).admin,
  ko: async () => (await import('../i18n/admin.ko.js')).admin,
});
