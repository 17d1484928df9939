import { type ClientData, RequestError, Signaler } from 'lectern-client';
import { addressOf } from './base.js';
import { credentials } from './identity.js';
import { codeOf, type FailureCode } from './refusal.js';

export type RoomSettings = NonNullable<ClientData['create-room']>;

/** Resolves when the connection is open. Rejects with RequestError if it cannot be opened. */
const opened = (signaler: Signaler): Promise<void> =>
  new Promise((resolve, reject) => {
    signaler.on('state', (state) => {
      if (state.name === 'open') resolve();
      if (state.name === 'waiting' || state.name === 'closed') {
        const { code = 'disconnected', message = 'the connection did not open' } = state.refused ?? {};
        reject(new RequestError(code, message));
      }
    });
    signaler.connect();
  });

/** Creates a room with settings. Resolves to the error code if the server refuses. */
export async function makeRoom(settings: RoomSettings): Promise<FailureCode | undefined> {
  const signaler = new Signaler(addressOf('ws'), credentials());
  try {
    await opened(signaler);
    await signaler.request('create-room', settings);
    return undefined;
  } catch (error) {
    return codeOf(error);
  } finally {
    signaler.close();
  }
}
