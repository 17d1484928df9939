import { signal } from '@preact/signals';
import type { Room } from 'lectern-client';
import { addressOf } from './base.js';

/** What the server says before anybody has entered. */
export interface RoomDirectory {
  /** Whether only who has a token comes in. */
  login: 'optional' | 'required';
  rooms: readonly Room[];
}

/** Undefined before it is known, and where the server does not say. */
export const publicRooms = signal<RoomDirectory | undefined>(undefined);

/** How many of the newest are shown, above what one came for. */
const SHOWN = 5;

export async function loadPublicRooms(): Promise<void> {
  try {
    const answer = await fetch(addressOf(`api/rooms?limit=${SHOWN}`));
    publicRooms.value = answer.ok ? ((await answer.json()) as RoomDirectory) : undefined;
  } catch {
    publicRooms.value = undefined;
  }
}
