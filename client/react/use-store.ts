import { useSyncExternalStore } from 'react';
import type { Store } from '../session/store.js';

/** The present value of a store. On the server, and until hydration is complete, it is the initial one. */
export const useStore = <T>(store: Store<T>): T =>
  useSyncExternalStore(
    store.subscribe,
    () => store.value,
    () => store.initial,
  );
