import { Signaler } from 'lectern-client';

/** Connects a guest to a server, and returns the guest's user ID as well. `url` begins with http. */
export async function openSignaler(url: string): Promise<{ signaler: Signaler; userId: string }> {
  const signaler = new Signaler(`${url.replace(/^http/, 'ws')}/ws`);
  const open = new Promise<string>((resolve, reject) => {
    signaler.on('state', (state) => {
      if (state.name === 'open') resolve(state.welcome.user?.id ?? '');
      else if (state.name === 'closed') reject(new Error('the server closed the connection'));
    });
  });
  signaler.connect();
  return { signaler, userId: await open };
}
