import { frame, opcodes } from '../../helpers/raw-socket.js';
import { type Attack, rounds, upTo } from './attack.js';

const BYTES = 1_500_000;

/** Messages that are never completed. */
export const halfMessages = (connections = 150): Attack => ({
  name: 'half-received messages',
  description: `${connections} connections each send ${BYTES / 1e6} MB of a message that they never complete, and a WebSocket pong every 250 ms.`,
  async prepare(attackers) {
    const part = frame(opcodes.text, Buffer.alloc(BYTES, 'a'), { fin: false });
    const pong = frame(opcodes.pong, 'x');
    return async () => {
      const sockets = await Promise.all(
        upTo(connections).map(async () => {
          const socket = await attackers.openRaw();
          socket.write(part);
          return socket;
        }),
      );
      await rounds(() => {
        for (const socket of sockets) if (socket.writable) socket.write(pong);
      });
    };
  },
});
