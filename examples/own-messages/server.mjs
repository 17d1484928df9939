// A server with message types of its own: when all members of a room have estimated, everybody sees the estimates.
import { createServer, handleFamily, Refusal } from 'lectern';
import { estimates } from './estimates.mjs';

/** The estimates in each room. If there are several nodes, this belongs into a database that they share. */
const rooms = new Map();

const server = createServer({
  port: Number(process.env.PORT ?? 8080),
  data: process.env.DATA ?? './data',
  logLevel: 'error',
  families: [
    handleFamily(estimates, {
      async estimate({ client, data, room }, { members, send }) {
        const made = rooms.get(room) ?? new Map();
        rooms.set(room, made);
        if (made.has(client.id)) throw new Refusal('conflict', 'you have estimated already');
        made.set(client.id, [client.name, data]);
        const count = made.size;
        const present = await members(room);
        if (present.length > 1 && present.every(({ id }) => made.has(id)) && rooms.delete(room)) {
          await send(room, 'revealed', Object.fromEntries(made.values()));
        }
        return { estimates: count };
      },
    }),
  ],
});

console.log(`listening at ${await server.listen()}`);
process.once('SIGTERM', () => server.close({ spread: 0 }));
