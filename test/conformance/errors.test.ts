import type { ErrorCode, ServerMessage } from 'lectern-protocol';
import t, { type Test } from 'tap';
import type { TestClient } from '../helpers/client.js';
import { target } from '../helpers/conformance.js';

const nested = (levels: number): string =>
  `{"type":"ping","data":${'['.repeat(levels)}${']'.repeat(levels)}}`;

/** Sends a frame, text or an envelope, and returns the error reply. */
async function refusal(client: TestClient, frame: unknown): Promise<ServerMessage<'error'>> {
  client.raw(typeof frame === 'string' ? frame : JSON.stringify(frame));
  return client.next('error');
}

const brief = (frame: unknown): string => {
  const text = JSON.stringify(frame);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
};

/** A type, its receiver, invalid data, where the fault is, and what is expected there. */
type Fault = [string, string, unknown, string, RegExp];

await target((server) => {
  /** Checks that each frame is refused with the code, and that the connection stays open. */
  async function refuses(t: Test, code: ErrorCode, frames: unknown[], of?: string): Promise<void> {
    const { client, id } = await server.enter(t, server.newRoom());
    for (const frame of frames) {
      const error = await refusal(client, frame);
      t.match(error, { sender: 'server', receiver: id, data: { code } }, brief(frame));
      t.equal(error.data.of, of, `of ${of}`);
      t.ok(error.data.message.length > 0, 'with an explanation');
    }
    t.match(await client.request('ping', 'still here'), { type: 'pong', data: 'still here' });
  }

  server.webSocketTest('bad-json: invalid JSON', async (t) => {
    await refuses(t, 'bad-json', [
      '',
      ' ',
      'hello',
      '{',
      '{"type":"ping"',
      '{"type":"ping",}',
      '{"type":"ping"} {"type":"ping"}',
      "{'type':'ping'}",
      '{"type":"pi\0ng"}',
      '\ufeff{"type":"ping"}',
      '{"type":"ping","data":NaN}',
      '{"type":"ping","data":"\\x00"}',
      '{"type":"ping","data":01}',
      '}',
      '"',
      '{"type":"ping","data":"\\ud83',
    ]);
  });

  server.webSocketTest('bad-json: too deeply nested', async (t) => {
    const { client, welcome } = await server.enter(t);
    const { depth, message_bytes } = welcome.limits;
    t.match(
      await refusal(client, nested(depth)),
      { data: { code: 'bad-json' } },
      'one level above the limit',
    );
    client.raw(nested(depth - 1));
    t.match(await client.next('pong'), { sender: 'server' }, 'exactly at the limit');
    const deepest = Math.floor(message_bytes / 2) - 20;
    t.match(await refusal(client, nested(deepest)), { data: { code: 'bad-json' } }, `${deepest} levels`);
    const unclosed = '[{"a":'.repeat(Math.floor(message_bytes / 6));
    t.match(await refusal(client, unclosed), { data: { code: 'bad-json' } }, 'and never closed');
    client.raw(JSON.stringify({ type: 'ping', data: '[{"'.repeat(200) }));
    t.match(await client.next('pong'), { data: '[{"'.repeat(200) }, 'brackets in text are text');
  });

  server.webSocketTest('bad-envelope: JSON that is not an envelope', async (t) => {
    await refuses(t, 'bad-envelope', [
      null,
      1,
      '"ping"',
      [],
      [{ type: 'ping' }],
      {},
      { data: 1 },
      { type: 7 },
      { type: null },
    ]);
    await refuses(
      t,
      'bad-envelope',
      [
        { type: 'ping', receiver: 5 },
        { type: 'ping', receiver: {} },
        { type: 'ping', receiver: 'x'.repeat(321) },
        { type: 'ping', sender: 5 },
        { type: 'ping', id: 1.5 },
        { type: 'ping', id: null },
        { type: 'ping', id: '' },
        { type: 'ping', id: 'x'.repeat(65) },
        { type: 'ping', id: ['a'] },
        '{"type":"ping","id":9007199254740993}',
        { type: 'ping', seq: -1 },
        { type: 'ping', to: 'server' },
        '{"type":"ping","__proto__":{}}',
      ],
      'ping',
    );
  });

  t.test('bad-envelope: a type that is not allowed for that receiver', async (t) => {
    const { client, id } = await server.enter(t, server.newRoom());
    const wrong: [string, string, unknown][] = [
      ['text', 'server', { from: '', time: 1, text: 'hello' }],
      ['offer', 'server', 'v=0'],
      ['offer', 'room', 'v=0'],
      ['icecandidate', 'room', { candidate: '' }],
      ['profile', id, { username: 'Ada' }],
      ['get-ice-servers', 'room', null],
      ['get-room-info', id, null],
      ['ping', 'room', null],
      ['bye', 'room', null],
    ];
    for (const [type, receiver, data] of wrong) {
      const error = await refusal(client, { type, receiver, data, id: 1 });
      t.match(error, { id: 1, data: { code: 'bad-envelope', of: type } }, `${type} to ${receiver}`);
    }
    // Its first list of members can arrive meanwhile.
    const others = (await client.drain()).filter(({ type }) => type !== 'room-info');
    t.same(others, [], 'one answer to each, and nothing else');
  });

  t.test('unknown-type: unknown types and types that only the server sends', async (t) => {
    const { client } = await server.enter(t, server.newRoom());
    for (const type of [
      'no-such-type',
      'PING',
      ' ping',
      'welcome',
      'room-info',
      'error',
      'accepted',
      'constructor',
      '__proto__',
      'toString',
      '\u0000',
      '\ud800',
    ]) {
      const error = await refusal(client, { type, id: 'a' });
      t.match(error, { id: 'a', data: { code: 'unknown-type', of: type } }, JSON.stringify(type));
    }
    for (const receiver of ['/nowhere', '/', '/ping']) {
      const error = await refusal(client, { type: 'ping', receiver });
      t.match(error, { data: { code: 'unknown-type', of: 'ping' } }, `ping to ${receiver}`);
    }
    t.match(await client.request('ping', 1), { type: 'pong' });
  });

  t.test('bad-data: names the place of the fault and the expected value', async (t) => {
    const { client, id } = await server.enter(t, server.newRoom());
    const sound = { from: 'Ada', time: 1, text: 'hello' };
    // Over Socket.IO, null means that there is no data.
    const nullData: Fault = ['text', 'room', null, '', /object/];
    const faults: Fault[] = [
      ['text', 'room', undefined, '', /./],
      ['text', 'room', 'hello', '', /object/],
      ...(server.overSocketIo ? [] : [nullData]),
      ['text', 'room', [], '', /object/],
      ['text', 'room', { from: 'Ada', time: 1 }, '/text', /present/],
      ['text', 'room', { ...sound, text: '' }, '/text', /1/],
      ['text', 'room', { ...sound, text: 'x'.repeat(4097) }, '/text', /4096/],
      ['text', 'room', { ...sound, text: 7 }, '/text', /string/],
      ['text', 'room', { ...sound, time: true }, '/time', /string.*number/],
      ['text', 'room', { ...sound, from: 'x'.repeat(65) }, '/from', /64/],
      ['text', 'room', { ...sound, 'a/b~c': 1 }, '/a~1b~0c', /absent/],
      ['profile', 'server', { username: '' }, '/username', /1/],
      ['profile', 'server', { username: ' \t\n\u3000' }, '/username', /./],
      ['profile', 'server', { username: 'x'.repeat(65) }, '/username', /64/],
      ['get-room-info', 'server', { room_id: 'no/slash' }, '/room_id', /./],
      ['get-room-info', 'server', 7, '', /object/],
      ['get-ice-servers', 'server', 'please', '', /./],
      ['offer', id, { type: 'answer', sdp: 'v=0' }, '/type', /offer/],
      ['offer', id, { type: 'offer' }, '/sdp', /present/],
      ['offer', id, '', '', /1/],
      ['answer', id, { type: 'answer', sdp: 'v=0', attempt: 0 }, '/attempt', /1/],
      ['icecandidate', id, { candidate: 1 }, '/candidate', /string/],
      ['icecandidate', id, { candidate: '', sdpMLineIndex: 65536 }, '/sdpMLineIndex', /65535/],
      ['renegotiate', id, { reason: 'because' }, '/reason', /tracks/],
      ['greeting', 'server', {}, '', /string/],
      ['greeting', 'server', undefined, '', /./],
      ['bye', 'server', {}, '', /./],
    ];
    for (const [type, receiver, data, pointer, expected] of faults) {
      const { data: error } = await refusal(client, { type, receiver, data });
      t.match(error, { code: 'bad-data', of: type, pointer }, `${type} ${brief({ data })}`);
      t.match(error.expected, expected, `expected ${error.expected}`);
    }
    await client.none('text');
    t.match(
      await client.request('ping', 1),
      { type: 'pong' },
      'no request was executed, and the connection stays open',
    );
  });

  t.test('bad-data: a length is counted in characters, not in bytes', async (t) => {
    const { client } = await server.enter(t, server.newRoom());
    t.match(await client.request('profile', { username: '👩'.repeat(64) }), { type: 'accepted' });
    t.match(await client.request('profile', { username: '👩'.repeat(65) }), {
      type: 'error',
      data: { pointer: '/username' },
    });
    const text = '👋'.repeat(4096);
    t.match(await client.request('text', { from: '', time: 1, text }, { receiver: 'room' }), {
      type: 'accepted',
    });
    t.match(await client.next('text'), { data: { text } });
  });
});
