import t from 'tap';
import { startDelayProxy } from '../../helpers/delay-proxy.js';
import { openTab } from '../../helpers/older-client.js';
import { startServer } from '../../helpers/server.js';

for (const roundTrip of [60, 180, 300]) {
  t.test(`round trip of ${roundTrip} ms: an older client never opens a peer to itself`, async (t) => {
    const { url } = await startServer(t);
    const line = await startDelayProxy(t, url, { least: roundTrip / 2, most: roundTrip / 2 });
    const endpoint = `${line.url}/chat/blue/ws`;
    const clients = await Promise.all([1, 2, 3].map(() => openTab(t, endpoint)));
    const ids = clients.map(({ id }) => id);
    await Promise.all(clients.map((client) => client.knows(ids)));
    for (const { id, peers } of clients) {
      t.same([...peers].sort(), ids.filter((each) => each !== id).sort(), 'it has one to each other client');
    }
  });
}
