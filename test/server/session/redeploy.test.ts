import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roomUrl, Signaler, type SignalerState } from 'lectern-client';
import t, { type Test } from 'tap';
import { createServer } from '../../../server/index.js';
import { freePort } from '../../helpers/free-port.js';

const CLIENTS = 30;

/** Resolves when a state arrives in which the client is in, or will never be. */
function settled(signaler: Signaler): Promise<SignalerState> {
  return new Promise((resolve) => {
    const stop = signaler.on('state', (state) => {
      if (state.name !== 'open' && state.name !== 'closed') return;
      stop();
      resolve(state);
    });
  });
}

/** A server in this folder on this port, and how to stop it. */
async function deploy(t: Test, data: string, secret: string, port: number) {
  const server = createServer({ port, logLevel: 'silent', data, secret, shutdownSpread: 0 });
  t.teardown(() => server.close({ spread: 0 }));
  const url = await server.listen();
  return { url, close: () => server.close({ spread: 0 }) };
}

t.test('after a redeploy with another secret, all clients at one address are in again', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  const port = await freePort();
  const before = await deploy(t, data, 'the secret of the first deployment', port);
  const clients = Array.from({ length: CLIENTS }, () => {
    let identity: string | undefined;
    const signaler = new Signaler(roomUrl(before.url, 'blue'), {
      identity: { load: () => identity, save: (token) => (identity = token) },
      reconnect: { base: 20, max: 50 },
    });
    t.teardown(() => signaler.close());
    return signaler;
  });
  const came = Promise.all(clients.map(settled));
  for (const client of clients) client.connect();
  for (const state of await came) t.match(state, { name: 'open', resumed: false });
  const again = Promise.all(clients.map(settled));
  await before.close();
  await deploy(t, data, 'the secret of the second deployment', port);
  for (const state of await again) t.match(state, { name: 'open', resumed: false });
});
