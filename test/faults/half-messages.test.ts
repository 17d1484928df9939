import t from 'tap';
import { frame, opcodes, rawUpgrade } from '../helpers/raw-socket.js';
import { answerTo, scene } from '../helpers/scene.js';
import { startServer } from '../helpers/server.js';

const { continuation, text, ping } = opcodes;

/** The first fragment of a message whose `id` is `half`; `rest` completes it. */
const half = (bytes: number) => frame(text, `{"type":"ping","id":"half"${' '.repeat(bytes)}`, { fin: false });
const rest = frame(continuation, '}');

t.test('a message that takes too long closes its connection, whatever arrives in between', async (t) => {
  const { socket, unharmed } = await scene(t, { messageTimeout: 0.3 });
  socket.write(half(10));
  for (let i = 0; i < 10; i++) socket.send(ping, `${i}`);
  t.match(await socket.closeFrame(), { code: 4005 });
  await socket.ended;
  await unharmed();
});

t.test('a header without its payload counts as well', async (t) => {
  const { socket } = await scene(t, { messageTimeout: 0.3 });
  socket.write(frame(text, 'abc', { length: 1000 }));
  t.match(await socket.closeFrame(), { code: 4005 });
});

t.test('the largest and oldest incomplete messages of an address are discarded', async (t) => {
  const { server, socket, unharmed } = await scene(t, { incompleteAddressBytes: 150_000 });
  socket.write(half(90_000));
  socket.send(ping, 'arrived');
  // The half message has arrived before the answer is sent.
  while ((await socket.next())?.opcode !== opcodes.pong);
  const honest = await rawUpgrade(t, server.url, '/room/blue/ws');
  honest.write(half(64_000));
  t.match(await socket.closeFrame(), { code: 4005 });
  await socket.ended;
  honest.write(rest);
  t.match(await answerTo(honest, 'half'), { type: 'pong' }, 'other messages arrive');
  for (let i = 0; i < 5; i++) {
    honest.write(Buffer.concat([half(60_000), rest]));
    t.match(await answerTo(honest, 'half'), { type: 'pong' }, 'and complete messages do not add up');
  }
  await unharmed();
});

t.test('the incomplete messages of all clients have a limit too', async (t) => {
  const { socket, unharmed } = await scene(t, { incompleteBytes: 50_000 });
  socket.write(half(60_000));
  t.match(await socket.closeFrame(), { code: 4005 });
  await unharmed();
});

t.test('before the login, a part of a message cannot be larger than a message of any type', async (t) => {
  const server = await startServer(t, { tokenSecret: 's'.repeat(32) });
  const socket = await rawUpgrade(t, server.url, '/ws');
  socket.write(half(70_000));
  t.match(await socket.closeFrame(), { code: 1009 });
});
