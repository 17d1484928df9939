import type { IdentityStore } from '../index.js';

const key = 'lectern.identity';
let kept: string | undefined;

/** Keeps who this browser is, for every tab; where storage is forbidden, for as long as the page lasts. */
export const identity: IdentityStore = {
  load() {
    try {
      return localStorage.getItem(key) ?? kept;
    } catch {
      return kept;
    }
  },
  save(token) {
    kept = token;
    try {
      localStorage.setItem(key, token);
    } catch {
      // Storage is forbidden or full.
    }
  },
};
