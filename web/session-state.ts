import { signal } from '@preact/signals';
import type { LoginRefusal, Manager, Signaler, SignalerState } from 'lectern-client';

/** The user's session in a room, from joining it until leaving its page. */
export interface Session {
  room: string;
  /** As it was given at the room's door. */
  password: string | undefined;
  signaler: Signaler;
  manager: Manager;
}

export const session = signal<Session | undefined>(undefined);
export const connection = signal<SignalerState>({ name: 'idle' });
export const muted = signal(false);

/** Whether the connection was there before: a first attempt is not a reconnection. */
export const wasOpen = signal(false);

/** Why the room is not open to this person, since it last was tried. */
export const refusal = signal<LoginRefusal | undefined>(undefined);
