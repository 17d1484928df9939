import { signal } from '@preact/signals';

/** The room that the user is about to create from the start page. Its door offers the settings of a new room. */
export const newRoom = signal<string | undefined>(undefined);
