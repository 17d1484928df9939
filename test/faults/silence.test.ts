import t from 'tap';
import { frame, opcodes, rawConnect, upgradeRequest } from '../helpers/raw-socket.js';
import { scene } from '../helpers/scene.js';

const { text } = opcodes;

t.test(
  'a connection that sends half a frame and falls silent is dead, a responsive one is not',
  async (t) => {
    const { socket, unharmed } = await scene(t, { heartbeatInterval: 0.1, heartbeatTimeout: 1 });
    const whole = frame(text, '{"type":"ping"}');
    socket.write(whole.subarray(0, whole.length - 1));
    t.match(await socket.closeFrame(), { code: 4001 });
    await socket.ended;
    await unharmed();
  },
);

t.test(
  'a client that never reads or answers is dead too, and is terminated if it does not close',
  async (t) => {
    const { socket, unharmed } = await scene(t, { heartbeatInterval: 0.1, heartbeatTimeout: 1 });
    t.match(await socket.closeFrame(), { code: 4001 });
    await socket.ended;
    t.pass('the server does not wait forever for its close frame');
    await unharmed();
  },
);

t.test('a client that only sends its messages is alive', async (t) => {
  const { socket } = await scene(t, { heartbeatInterval: 0.1, heartbeatTimeout: 1 });
  const longerThanDeath = 25;
  for (let beats = 0; beats < longerThanDeath; beats++) {
    const { data } = await socket.nextMessage('ping');
    // It answers the message, but not the ping frame.
    socket.send(text, JSON.stringify({ type: 'pong', data }));
  }
  t.pass('its messages count as signs of life');
});

t.test('a connection whose headers arrive too slowly is closed', async (t) => {
  const { server, unharmed } = await scene(t, { headersTimeout: 0.1 });
  const started = await rawConnect(t, server.url);
  const request = upgradeRequest(server.url, '/room/blue/ws');
  started.write(request.slice(0, request.length - 4));
  t.match(await started.head(), /^HTTP\/1\.1 408 /);
  await started.ended;
  const silent = await rawConnect(t, server.url);
  await silent.ended;
  t.pass('even if not one byte arrived');
  await unharmed();
});
