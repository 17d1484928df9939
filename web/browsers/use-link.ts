import { Browsers, RequestError, Signaler } from 'lectern-client';
import { addressOf } from '../base.js';
import { becomeUser, credentials } from '../identity.js';
import { linkTo } from '../router.js';
import { browserName } from './browser-name.js';

/** Makes this browser one of the user who created the link. Rejects with a RequestError. */
export async function useLink(secret: string): Promise<void> {
  const signaler = new Signaler(addressOf('ws'), credentials());
  try {
    await opened(signaler);
    const { token, username } = await new Browsers(signaler).useLink(secret, browserName());
    becomeUser(token, username);
  } finally {
    signaler.close();
  }
  location.replace(linkTo({ page: 'classes' }));
}

function opened(signaler: Signaler): Promise<void> {
  return new Promise((resolve, reject) => {
    signaler.on('state', ({ name }) => {
      if (name === 'open') resolve();
      else if (name === 'waiting' || name === 'closed') {
        reject(new RequestError('disconnected', 'the connection did not open'));
      }
    });
    signaler.connect();
  });
}
