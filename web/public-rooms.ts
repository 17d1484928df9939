import { signal } from '@preact/signals';
import type { Room } from 'lectern-client';
import { addressOf } from './base.js';

/** The server's public information, available before login. */
export interface RoomDirectory {
  /** Whether a token is required to join. */
  login: 'optional' | 'required';
  rooms: readonly Room[];
}

/** Undefined before it is loaded, and if the server does not provide it. */
export const publicRooms = signal<RoomDirectory | undefined>(undefined);

/** Number of the newest rooms that are shown. */
const SHOWN = 5;

export async function loadPublicRooms(): Promise<void> {
  try {
    const answer = await fetch(addressOf(`api/rooms?limit=${SHOWN}`));
    publicRooms.value = answer.ok ? ((await answer.json()) as RoomDirectory) : undefined;
  } catch {
    publicRooms.value = undefined;
  }
}
