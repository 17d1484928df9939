import { type Attack, upTo } from './attack.js';

const CONNECTIONS = 25;
const ROOMS = 5;
const MESSAGES = 80;
const BYTES = 48 * 1024;

/** Messages that the logs of many rooms retain. */
export const roomLogs: Attack = {
  name: 'room logs',
  description: `${CONNECTIONS} connections, one after the other, each send ${MESSAGES} messages of ${BYTES / 1024} KiB to each of ${ROOMS} new rooms, and leave.`,
  async prepare(attackers) {
    const message = 'x'.repeat(BYTES - 100);
    return async () => {
      for (const c of upTo(CONNECTIONS)) {
        const client = await attackers.open();
        for (const r of upTo(ROOMS)) {
          const room = `log-${c}-${r}`;
          client.send('JOIN', { room, name: 'x' }, '/layout');
          const frame = JSON.stringify({ receiver: '/layout', type: 'NOTIFY', data: { room, message } });
          for (const _ of upTo(MESSAGES)) client.sendText(frame);
        }
        await client.request('ping', 1);
        await client.leave();
      }
    };
  },
};
