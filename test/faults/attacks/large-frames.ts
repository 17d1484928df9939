import { type Attack, rounds, upTo } from './attack.js';

const BYTES = 1_500_000;
const CONNECTIONS = 2;

const filled = (unit: string): string => unit.repeat(Math.floor(BYTES / unit.length));

const values = [
  `${filled(`${'['.repeat(29)}${']'.repeat(29)},`)}1`,
  `${filled('{},')}1`,
  `{${upTo(100_000)
    .map((i) => `"key-${i}":0`)
    .join(',')}}`,
];

/** Frames that take long to parse. */
export const largeFrames: Attack = {
  name: 'large frames',
  description: `${CONNECTIONS} connections each send a frame of ${BYTES / 1e6} MB every 250 ms: nested arrays, empty objects, and an object with 100,000 keys, in turn. A connection that is closed is opened again.`,
  async prepare(attackers) {
    const frames = values.map((value) => `{"type":"ping","data":[${value}]}`);
    const clients = await attackers.openMany(CONNECTIONS);
    return () =>
      rounds(async (i) => {
        for (const [k, client] of clients.entries()) {
          const open = client.connected ? client : await attackers.open();
          clients[k] = open;
          open.sendText(frames[i % frames.length] ?? '');
        }
      });
  },
};
