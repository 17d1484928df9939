// A server of one's own: its members log in with its own keys, and it decides who joins and what is said.
import { createServer as createHttpServer } from 'node:http';
import { createServer, Refusal } from 'lectern';

const members = { 'key-of-ada': 'Ada', 'key-of-bo': 'Bo' };

const lectern = createServer({
  basePath: '/lectern',
  data: process.env.DATA ?? './data',
  logLevel: 'error',
  hooks: {
    // Called on every login. With this hook, nobody gets in without a token.
    onAuthenticate({ token }) {
      const name = members[token];
      if (!name) throw new Refusal('login-required', 'this key belongs to nobody');
      return { sub: token, name, grants: { rooms: ['*'] } };
    },
    onJoin({ client, room }) {
      if (room === 'staff' && client.name !== 'Ada') throw new Refusal('forbidden', 'this room is for Ada');
      console.log(`${client.name} joins ${room}`);
    },
    onMessage(message) {
      if (message.type === 'text') {
        return { data: { ...message.data, text: message.data.text.replaceAll('heck', '****') } };
      }
    },
    onLeave: ({ client, room }) => console.log(`${client.name} left ${room}`),
    onRoomEmpty: ({ room }) => console.log(`${room} is empty`),
  },
});

// Everything below /lectern goes to Lectern, and the rest to the program.
const server = createHttpServer(async (request, response) => {
  if (request.url === '/bell') {
    for (const { id } of await lectern.rooms()) await lectern.publish(id, 'event', { name: 'bell' });
    response.writeHead(204).end();
  } else {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(await lectern.rooms()));
  }
});

await lectern.attach(server);
server.listen(process.env.PORT ?? 8080, '127.0.0.1', () => console.log(`listening at ${lectern.url}`));
process.once('SIGTERM', async () => {
  await lectern.close({ spread: 0 });
  server.close();
});
