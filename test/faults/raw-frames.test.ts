import t from 'tap';
import { connect } from '../helpers/client.js';
import { closePayload, frame, opcodes, rawUpgrade } from '../helpers/raw-socket.js';
import { answerTo, scene } from '../helpers/scene.js';
import { startServer } from '../helpers/server.js';

const { continuation, text, binary, close, ping, pong } = opcodes;

const message = (data: unknown, id?: string): string => JSON.stringify({ type: 'ping', data, id });

/** Text frames of one message, in the given number of fragments. */
function fragments(payload: string, count: number): Buffer {
  const frames: Buffer[] = [];
  const size = Math.ceil(payload.length / count);
  for (let i = 0; i < count; i++) {
    const part = payload.slice(i * size, (i + 1) * size);
    frames.push(frame(i === 0 ? text : continuation, part, { fin: i === count - 1 }));
  }
  return Buffer.concat(frames);
}

t.test('bytes that violate the protocol close the connection with the matching code', async (t) => {
  const bad: [string, number, Buffer][] = [
    ['text that is not UTF-8', 1007, frame(text, Buffer.from([0x22, 0xff, 0xfe, 0x22]))],
    ['a surrogate in UTF-8', 1007, frame(text, Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))],
    ['an overlong encoding', 1007, frame(text, Buffer.from([0x22, 0xc0, 0xaf, 0x22]))],
    ['a sequence that is cut', 1007, frame(text, Buffer.from([0x22, 0xe2, 0x82]))],
    [
      'bad UTF-8 over two fragments',
      1007,
      Buffer.concat([
        frame(text, Buffer.from([0x22, 0xe2]), { fin: false }),
        frame(continuation, Buffer.from([0x28, 0xa1, 0x22])),
      ]),
    ],
    ['an unmasked frame', 1002, frame(text, message(1), { masked: false })],
    ['an unmasked ping', 1002, frame(ping, '', { masked: false })],
    ['the first reserved bit, with no extension agreed', 1002, frame(text, message(1), { rsv: 4 })],
    ['the second reserved bit', 1002, frame(text, message(1), { rsv: 2 })],
    ['the third reserved bit', 1002, frame(text, message(1), { rsv: 1 })],
    ['a reserved bit on a control frame', 1002, frame(ping, '', { rsv: 4 })],
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, number, Buffer] => [
      `the reserved opcode ${opcode}`,
      1002,
      frame(opcode, message(1)),
    ]),
    ['a continuation of nothing', 1002, frame(continuation, message(1))],
    [
      'a second message inside a fragmented one',
      1002,
      Buffer.concat([frame(text, '"', { fin: false }), frame(text, message(1))]),
    ],
    ['a control frame of 126 bytes', 1002, frame(ping, 'x'.repeat(126))],
    ['a control frame in fragments', 1002, frame(ping, 'x', { fin: false })],
    ['a close frame in fragments', 1002, frame(close, closePayload(1000), { fin: false })],
    ['a close frame with half a code', 1002, frame(close, Buffer.from([3]))],
    ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535].map((code): [string, number, Buffer] => [
      `the close code ${code}`,
      1002,
      frame(close, closePayload(code)),
    ]),
    ['a close reason that is not UTF-8', 1007, frame(close, closePayload(1000, Buffer.from([0xff])))],
    ['a binary frame', 1003, frame(binary, message(1))],
    ['an empty binary frame', 1003, frame(binary)],
    ['a length past what there is', 1009, frame(text, '', { length: 2 ** 40 })],
    [
      'a length with its highest bits set',
      1009,
      Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    ],
  ];
  const server = await startServer(t, { otherBurst: 2 * bad.length });
  const bystander = await connect(t, server.wsUrl('/room/blue/ws'));
  for (const [what, code, bytes] of bad) {
    const socket = await rawUpgrade(t, server.url, '/room/blue/ws');
    socket.write(bytes);
    t.match(await socket.closeFrame(), { code }, `${what}: ${code}`);
    socket.send(close, closePayload(code));
    await socket.ended;
    t.match(
      await bystander.request('ping', what),
      { type: 'pong' },
      'and other connections are not affected',
    );
  }
});

t.test('valid messages are accepted, however they are fragmented', async (t) => {
  const { socket, unharmed } = await scene(t);
  socket.send(text, message('한 frame', 'whole'));
  t.match(await answerTo(socket, 'whole'), { type: 'pong', data: '한 frame' });

  for (const byte of frame(text, message('byte by byte', 'bytes'))) socket.write(Buffer.from([byte]));
  t.match(await answerTo(socket, 'bytes'), { type: 'pong', data: 'byte by byte' });

  const utf8 = Buffer.from(message('한글', 'split'));
  const inside = utf8.indexOf(Buffer.from('한')) + 1;
  socket.send(text, utf8.subarray(0, inside), { fin: false });
  socket.send(ping, 'between');
  socket.send(continuation, '', { fin: false });
  socket.send(continuation, utf8.subarray(inside));
  t.match(await answerTo(socket, 'split'), { type: 'pong', data: '한글' }, 'a character over two fragments');

  socket.write(Buffer.concat([frame(text, message(1, 'a')), frame(text, message(2, 'b'))]));
  t.match(await answerTo(socket, 'a'), { type: 'pong', data: 1 }, 'two messages in one segment');
  t.match(await answerTo(socket, 'b'), { type: 'pong', data: 2 });
  await unharmed();
});

t.test('a ping frame is answered with its own payload of at most 125 bytes', async (t) => {
  const { socket, unharmed } = await scene(t);
  for (const payload of ['', 'hello', 'x'.repeat(125)]) {
    socket.send(ping, payload);
    let answer = await socket.next();
    while (answer && answer.opcode !== pong) answer = await socket.next();
    t.equal(String(answer?.payload), payload);
  }
  await unharmed();
});

t.test('a close frame is answered with its code', async (t) => {
  for (const code of [1000, 1001, 3000, 4999]) {
    const { socket, unharmed } = await scene(t);
    socket.send(close, closePayload(code, 'that is all'));
    t.match(await socket.closeFrame(), { code });
    await socket.ended;
    await unharmed();
  }
  const { socket } = await scene(t);
  socket.send(close);
  t.match(await socket.closeFrame(), { code: 1005 }, 'and one without a code by one without');
});

t.test('a message can have 64 fragments, but not 65', async (t) => {
  const { socket, unharmed } = await scene(t);
  socket.write(fragments(message('x'.repeat(200), 'most'), 64));
  t.match(await answerTo(socket, 'most'), { type: 'pong' });
  socket.write(fragments(message('x'.repeat(200), 'more'), 65));
  t.match(await socket.closeFrame(), { code: 1008 });
  await unharmed();
});

t.test('empty fragments count too', async (t) => {
  const { socket, unharmed } = await scene(t);
  socket.send(text, '', { fin: false });
  for (let i = 0; i < 64; i++) socket.send(continuation, '', { fin: false });
  t.match(await socket.closeFrame(), { code: 1008 });
  await unharmed();
});

t.test(
  'above its type’s limit a message is refused, above the connection’s the connection is closed',
  async (t) => {
    const { server, socket, unharmed } = await scene(t);
    const { messageBytes, connectionBytes } = server.server.options;
    const sized = (bytes: number) => `{"type":"ping","id":"big"${' '.repeat(bytes - 26)}}`;
    socket.send(text, sized(messageBytes));
    t.match(await answerTo(socket, 'big'), { type: 'pong' });
    for (const bytes of [messageBytes + 1, connectionBytes]) {
      socket.send(text, sized(bytes));
      t.match(
        await answerTo(socket, 'big'),
        { type: 'error', data: { code: 'too-large', of: 'ping' } },
        `${bytes}`,
      );
    }
    socket.write(fragments(sized(connectionBytes), 60));
    t.match(
      await answerTo(socket, 'big'),
      { type: 'error', data: { code: 'too-large' } },
      'in fragments too',
    );
    socket.write(fragments(sized(connectionBytes + 60), 60));
    t.match(await socket.closeFrame(), { code: 1009 });
    await unharmed();
  },
);

t.test('a frame that is too large is refused by its header, without waiting for its payload', async (t) => {
  const { server, socket, unharmed } = await scene(t);
  socket.write(frame(text, '', { length: server.server.options.connectionBytes + 1 }));
  t.match(await socket.closeFrame(), { code: 1009 });
  await unharmed();
});

t.test('deep nesting is refused, and the connection stays open', async (t) => {
  const { socket, unharmed } = await scene(t);
  for (const deep of ['['.repeat(60000), `${'['.repeat(30000)}${']'.repeat(30000)}`, '{"a":'.repeat(12000)]) {
    socket.send(text, deep);
    t.match(await socket.nextMessage('error'), { data: { code: 'bad-json' } }, deep.slice(0, 10));
  }
  socket.send(text, message('after', 'after'));
  t.match(await answerTo(socket, 'after'), { type: 'pong' });
  await unharmed();
});

t.test('50 refusals close the connection', async (t) => {
  const { server, socket, unharmed } = await scene(t);
  const { refusals } = server.server.options;
  for (let i = 1; i < refusals; i++) {
    socket.send(text, `not JSON ${i}`);
    t.match(await socket.nextMessage('error'), { data: { code: 'bad-json' } });
  }
  socket.send(text, message(1, 'still'));
  t.match(await answerTo(socket, 'still'), { type: 'pong' }, `${refusals - 1} are tolerated`);
  socket.send(text, 'not JSON again');
  t.match(await socket.closeFrame(), { code: 4500 });
  await unharmed();
});

t.test('frames after the close frame are ignored', async (t) => {
  const { server, socket, unharmed } = await scene(t);
  const witness = await connect(t, server.wsUrl('/room/blue/ws'));
  await witness.request('get-room-info');
  const greet = frame(text, JSON.stringify({ type: 'greeting', receiver: 'room', data: 'too late' }));
  socket.write(Buffer.concat([frame(binary, 'x'), greet, greet]));
  t.match(await socket.closeFrame(), { code: 1003 });
  await witness.none('greeting');
  await unharmed();
});
