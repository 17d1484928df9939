import { signal } from '@preact/signals';
import type { EntryState, LoginRefusal, Manager, Room, Signaler, SignalerState } from 'lectern-client';

/** The user's session in a room, from joining it until leaving its page. */
export interface Session {
  room: string;
  /** The password with which the user joined. */
  password: string | undefined;
  signaler: Signaler;
  manager: Manager;
}

export const session = signal<Session | undefined>(undefined);
export const connection = signal<SignalerState>({ name: 'idle' });
/** Whether a message from the server is overdue, so that the open connection can be lost. */
export const connectionDoubtful = signal(false);
export const muted = signal(false);

/** Whether the connection has been open before: a first attempt is not a reconnection. */
export const wasOpen = signal(false);

/** The room's settings; undefined if it has none. */
export const roomSettings = signal<Room | undefined>(undefined);

/** Whether the user moderates the room, as its owner or as the one who has been in it for the longest. */
export const moderates = signal(false);

/** Whether the user waits to be admitted to the room, or was refused; undefined if the user is in it. */
export const entryState = signal<EntryState | undefined>(undefined);

/** Why the server refused the last attempt to join. */
export const refusal = signal<LoginRefusal | undefined>(undefined);
