import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, rounds } from './attack.js';

const CLIENTS = 250;
/** Time in ms until the lists about the clients' arrival have been sent. */
const SETTLED_MS = 4000;

/** Changes of a name in a large room. */
export const memberLists: Attack = {
  name: 'member lists',
  description: `In a room of ${CLIENTS} clients that do not receive changes one by one (\`?deltas=1\`) and have names of 64 Korean letters, one client changes its name every 250 ms.`,
  async prepare(attackers) {
    const clients = await attackers.openMany(CLIENTS, '/room/crowd/ws');
    for (const client of clients) client.send('profile', { username: '한'.repeat(64) });
    await pause(SETTLED_MS);
    return () => rounds((i) => clients[0]?.send('profile', { username: `Name ${i}` }));
  },
};
