import { randomUUID } from 'node:crypto';
import type { Options } from 'lectern-protocol/options';
import t, { type Test } from 'tap';
import { load } from '../../schemas/generators/load.js';
import { connect, type TestClient } from '../helpers/client.js';
import { closePayload, frame, opcodes } from '../helpers/raw-socket.js';
import { answerTo, scene } from '../helpers/scene.js';
import { startServer, type TestServer } from '../helpers/server.js';

// raw-frames and upgrade test what is refused as bytes or as an upgrade; conformance tests what every server must
// answer.

const { text, ping, pong } = opcodes;

interface Met {
  client: TestClient;
  id: string;
}

async function enter(t: Test, server: TestServer, path = '/room/blue/ws'): Promise<Met> {
  const client = await connect(t, server.wsUrl(path));
  const { id } = await client.welcome();
  if (path !== '/ws') await client.request('get-room-info');
  return { client, id };
}

/** A hostile client and its victim in one room. */
async function pair(t: Test, options: Partial<Options> = {}) {
  const server = await startServer(t, options);
  const mallory = await enter(t, server);
  const victim = await enter(t, server);
  return { server, mallory, victim };
}

/** The reply to a frame with the id `x`. */
async function answered(client: TestClient, written: string) {
  client.raw(written);
  return client.next(undefined, ({ id }) => id === 'x');
}

t.test('`__proto__` and the like are ordinary members and change nothing else', async (t) => {
  const { mallory, victim } = await pair(t);
  const poison = '{"polluted":true,"isAdmin":true}';
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    const inEnvelope = await answered(mallory.client, `{"type":"ping","id":"x","${name}":${poison}}`);
    t.match(inEnvelope, {
      type: 'error',
      data: { code: 'bad-envelope', message: `invalid envelope: /${name} must be absent`, of: 'ping' },
    });
    const inData = `{"type":"text","receiver":"room","id":"x","data":{"from":"","time":1,"text":"x","${name}":${poison}}}`;
    t.match(await answered(mallory.client, inData), {
      type: 'error',
      data: { code: 'bad-data', pointer: `/${name}`, expected: 'absent', of: 'text' },
    });
    t.match(await answered(mallory.client, `{"type":"${name}","id":"x"}`), {
      type: 'error',
      data: { code: 'unknown-type', of: name },
    });
    t.match(
      await answered(
        mallory.client,
        `{"type":"text","receiver":"${name}","id":"x","data":{"from":"","time":1,"text":"x"}}`,
      ),
      {
        type: 'error',
        data: { code: 'unknown-receiver' },
      },
    );
    const classData = `{"title":"Algebra","subtitle":"","${name}":${poison}}`;
    const created = await answered(mallory.client, `{"type":"CreateClass","id":"x","data":${classData}}`);
    t.match(created, { type: 'CreateClass', data: { class: { title: 'Algebra' }, status: 200 } });
    t.notMatch(JSON.stringify(created), /polluted|isAdmin/, 'an unknown member is ignored');
    const free = await answered(mallory.client, `{"type":"ping","id":"x","data":{"${name}":${poison}}}`);
    t.equal(
      JSON.stringify((free as { data?: unknown }).data),
      `{"${name}":${poison}}`,
      'in free-form data it is returned',
    );
  }
  // The server runs in this process.
  const bare: Record<string, unknown> = {};
  t.notOk('polluted' in bare || 'isAdmin' in bare);
  await victim.client.none('text');
});

t.test('NUL and lone surrogates: relayed unchanged as text, refused in names and titles', async (t) => {
  const { mallory, victim } = await pair(t);
  const refusal = { data: { code: 'bad-data' } };
  for (const odd of ['\0', 'a\0b', '\ud800', '\udc00\ud800', `x${'\0'.repeat(63)}`]) {
    t.match(await mallory.client.request('profile', { username: odd }), refusal);
    mallory.client.send('text', { from: '', time: 1, text: odd }, { receiver: 'room' });
    t.ok(await victim.client.next('text', ({ data }) => data.text === odd), 'as text');
    t.equal((await mallory.client.request('ping', 1, { id: odd })).id, odd, 'as an id');
  }
  t.match(await mallory.client.request('CreateClass', { title: 'a\0b\ud800c' }), { data: { status: 400 } });
  t.match(await mallory.client.request('greeting', 'x', { receiver: 'room/\0' }), {
    data: { code: 'not-in-room' },
  });
  t.match(await mallory.client.request('EnrollClass', { classUuid: '\0' }), {
    data: { status: 404 },
  });
});

t.test('numbers above 2^53, and above the range of a number', async (t) => {
  const { mallory, victim } = await pair(t);
  const refused: [string, object][] = [
    [
      '{"type":"ping","id":9007199254740992}',
      { code: 'bad-envelope', message: 'invalid envelope: /id must be <= 9007199254740991' },
    ],
    ['{"type":"ping","id":-9007199254740993}', { code: 'bad-envelope' }],
    ['{"type":"ping","id":1e400}', { code: 'bad-envelope' }],
    ['{"type":"ping","id":0.5}', { code: 'bad-envelope' }],
    [
      `{"type":"offer","receiver":"${victim.id}","data":{"type":"offer","sdp":"v=0","attempt":9007199254740992}}`,
      { code: 'bad-data', pointer: '/attempt' },
    ],
    [
      `{"type":"offer","receiver":"${victim.id}","data":{"type":"offer","sdp":"v=0","attempt":1e400}}`,
      { code: 'bad-data' },
    ],
    [
      `{"type":"icecandidate","receiver":"${victim.id}","data":{"candidate":"","sdpMLineIndex":4294967296}}`,
      { code: 'bad-data', pointer: '/sdpMLineIndex', expected: '<= 65535' },
    ],
  ];
  for (const [written, data] of refused) {
    mallory.client.raw(written);
    t.match(await mallory.client.next('error'), { data }, written);
  }
  const kept = '[9007199254740993,1e400,-0,123456789012345678901234567890]';
  mallory.client.raw(`{"type":"ping","data":${kept}}`);
  t.ok(
    (await mallory.client.nextFrame('pong')).includes(`"data":${kept}`),
    'free-form data is returned digit by digit',
  );
  await victim.client.none('offer');
  await victim.client.none('icecandidate');
});

t.test('a flood of ping frames is answered up to the rate limit, then counts as abuse', async (t) => {
  const { server, socket, unharmed } = await scene(t, { otherBurst: 20, otherRate: 0.001 });
  const { otherBurst, refusals } = server.server.options;
  const answered = otherBurst + refusals - 1;
  socket.write(Buffer.concat(Array.from({ length: answered }, (_, i) => frame(ping, `${i}`))));
  for (let i = 0; i < otherBurst; i++) {
    let next = await socket.next();
    while (next && next.opcode !== pong) next = await socket.next();
    t.equal(String(next?.payload), `${i}`);
  }
  socket.send(text, '{"type":"ping","id":"still"}');
  t.match(
    await answerTo(socket, 'still'),
    { type: 'pong' },
    `${refusals - 1} more are not answered, but tolerated`,
  );
  socket.send(ping, 'one more');
  t.match(await socket.closeFrame(), { code: 4500, reason: 'abuse' });
  await unharmed();
});

t.test('unsolicited pongs are counted too', async (t) => {
  const { server, socket, unharmed } = await scene(t, { otherBurst: 20, otherRate: 0.001 });
  const { otherBurst, refusals } = server.server.options;
  socket.write(Buffer.concat(Array.from({ length: otherBurst + refusals }, () => frame(pong, 'x'))));
  t.match(await socket.closeFrame(), { code: 4500 });
  await unharmed();
});

t.test('answers to pings do not accumulate for a client that reads none', async (t) => {
  const { server, socket, unharmed } = await scene(t, {
    otherBurst: 1e9,
    otherRate: 1e9,
    outboundDrop: 1024,
  });
  const thousand = Buffer.concat(Array.from({ length: 1000 }, () => frame(ping, 'x'.repeat(125))));
  socket.pause();
  // The answers would be 25 MB, several times the kernel's buffers.
  for (let i = 0; i < 200; i++) await socket.flushed(thousand);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  const waiting = Number(/^lectern_send_queue_bytes (\d+)$/m.exec(metrics)?.[1] ?? 0);
  t.ok(waiting > 0 && waiting < 2048, `${waiting} bytes wait`);
  socket.resume();
  socket.send(opcodes.close, closePayload(1000));
  t.match(await socket.closeFrame(), { code: 1000 });
  await unharmed();
});

t.test(
  '10,000 messages at once: the allowed number is processed, and then the connection is closed',
  async (t) => {
    const floods: [string, object, (options: Options) => number][] = [
      [
        'text',
        { receiver: 'room', data: { from: 'M', time: 1, text: 'spam' } },
        ({ chatBurst }) => chatBurst,
      ],
      ['greeting', { receiver: 'server', data: 'spam' }, ({ chatBurst }) => chatBurst],
      ['ping', {}, ({ otherBurst }) => otherBurst],
      ['get-room-info', {}, ({ otherBurst }) => otherBurst],
      ['offer', { receiver: 'victim', data: 'v=0' }, ({ signalingBurst }) => signalingBurst],
      ['GetClasses', {}, ({ otherBurst }) => otherBurst],
    ];
    for (const [type, rest, burst] of floods) {
      // Slow rates, so that no further messages are allowed meanwhile.
      const { server, socket, unharmed } = await scene(t, {
        chatRate: 0.001,
        otherRate: 0.001,
        signalingRate: 0.001,
      });
      const victim = await enter(t, server);
      const { options } = server.server;
      const envelope = {
        type,
        ...rest,
        ...('receiver' in rest && rest.receiver === 'victim' ? { receiver: victim.id } : {}),
      };
      const flood = Array.from({ length: 10_000 }, (_, id) =>
        frame(text, JSON.stringify({ ...envelope, id })),
      );
      socket.write(Buffer.concat(flood));
      let done = 0;
      let refused = 0;
      let code: number | undefined;
      for (let next = await socket.next(); next; next = await socket.next()) {
        if (next.opcode === opcodes.close) {
          code = next.payload.readUInt16BE();
          break;
        }
        if (next.opcode !== text) continue;
        const message = JSON.parse(String(next.payload));
        if (message.id === undefined) continue;
        if (message.type === 'error' && message.data.code === 'rate-limited') {
          if (refused++ === 0) t.ok(message.data.retry_after_ms > 0);
        } else if (message.data?.status === 429) refused++;
        else done++;
      }
      t.same({ done, refused, code }, { done: burst(options), refused: options.refusals, code: 4500 }, type);
      const heard = victim.client;
      const expected = ['text', 'offer'].includes(type) ? burst(options) : 0;
      await heard.request('ping');
      const arrived = heard.frames.filter((each) => ['text', 'offer'].includes(JSON.parse(each).type)).length;
      t.equal(arrived, expected, 'others receive no more of them');
      await unharmed();
    }
  },
);

t.test('a client cannot send as another, whatever the message', async (t) => {
  const { mallory, victim } = await pair(t, { chatBurst: 100 });
  for (const sender of [victim.id, 'server', 'ground control', '', 'room/blue', randomUUID()]) {
    for (const type of ['offer', 'answer'] as const) {
      mallory.client.send(type, 'v=0', { receiver: victim.id, sender });
      t.equal((await victim.client.next(type)).sender, mallory.id, `${type} as '${sender}'`);
    }
    mallory.client.send('text', { from: 'M', time: 1, text: 'x' }, { receiver: 'room', sender });
    t.equal((await victim.client.next('text')).sender, mallory.id, `text as '${sender}'`);
    mallory.client.send('bye', null, { receiver: victim.id, sender });
    t.match(await victim.client.next('bye'), { sender: mallory.id }, 'no other client is disconnected by it');
  }
  for (const type of [
    'welcome',
    'room-info',
    'client-left',
    'accepted',
    'error',
    'ice-servers',
    'participant',
    'drop',
    'change-room',
  ]) {
    mallory.client.raw(JSON.stringify({ type, receiver: victim.id, sender: 'server', data: {}, id: 'x' }));
    const answer = await mallory.client.next(undefined, ({ id }) => id === 'x');
    t.match(
      answer,
      { type: 'error', data: { code: 'unknown-type', of: type } },
      `${type} is reserved for the server`,
    );
    await victim.client.none(type as never);
  }
  t.match(await victim.client.request('ping'), { type: 'pong' });
});

t.test(
  'the replies for a client in another room and for one that never existed are identical, byte for byte',
  async (t) => {
    const { server, mallory } = await pair(t, { refusals: 1000, signalingBurst: 1000, chatBurst: 1000 });
    const elsewhere = await enter(t, server, '/room/red/ws');
    const nowhere = await enter(t, server, '/ws');
    const gone = await enter(t, server, '/room/red/ws');
    gone.client.close();
    await gone.client.closed;
    const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.1 1 typ host' };
    const kinds: [string, unknown][] = [
      ['offer', { type: 'offer', sdp: 'v=0' }],
      ['answer', 'v=0'],
      ['icecandidate', candidate],
      ['renegotiate', {}],
      ['greeting', 'hello'],
      ['text', { from: 'M', time: 1, text: 'x' }],
      ['ping', 1],
      ['pong', 1],
      ['bye', null],
      ['DropParticipant', undefined],
    ];
    for (const [type, data] of kinds) {
      const told = async (receiver: string): Promise<string> => {
        const envelope =
          type === 'DropParticipant' ? { type, data: { id: receiver } } : { type, receiver, data };
        mallory.client.raw(JSON.stringify({ ...envelope, id: 'x' }));
        const written = await mallory.client.nextFrame(undefined, ({ id }) => id === 'x');
        return written.replaceAll(receiver, '<receiver>');
      };
      const stranger = await told(randomUUID());
      t.notOk(stranger.includes('"accepted"'), stranger);
      for (const { id } of [elsewhere, nowhere, gone]) t.equal(await told(id), stranger, type);
    }
    for (const { client } of [elsewhere, nowhere]) {
      for (const [type] of kinds) await client.none(type as never);
    }
  },
);

t.test('oversized and malformed descriptions and candidates never reach the other side', async (t) => {
  const { mallory, victim } = await pair(t, { refusals: 10_000, signalingBurst: 10_000 });
  const { families } = await load();
  const signals = ['offer', 'answer', 'icecandidate', 'renegotiate'];
  const bad: [string, unknown][] = families
    .filter(({ family }) => family === 'core')
    .flatMap(({ messages }) => signals.map((type) => [type, messages[type]?.client?.invalid ?? []] as const))
    .flatMap(([type, examples]) => examples.map(({ data }): [string, unknown] => [type, data]));
  const long = (length: number): string => 'v=0\r\n'.padEnd(length, 'a');
  for (const type of ['offer', 'answer']) {
    bad.push(
      [type, { type, sdp: long(61_441) }],
      [type, long(61_441)],
      [type, { type, sdp: '' }],
      [type, ''],
      [type, { type, sdp: ['v=0'] }],
      [type, { type: type === 'offer' ? 'answer' : 'offer', sdp: 'v=0' }],
      [type, { type: 'rollback', sdp: 'v=0' }],
      [type, { type, sdp: 'v=0', attempt: 0 }],
      [type, { type, sdp: 'v=0', extra: true }],
      [type, [{ type, sdp: 'v=0' }]],
    );
  }
  const candidate = 'candidate:1 1 udp 1 192.0.2.1 1 typ host';
  bad.push(
    ['icecandidate', { candidate: candidate.padEnd(1025, ' ') }],
    ['icecandidate', { candidate, sdpMid: 'x'.repeat(65) }],
    ['icecandidate', { candidate, sdpMLineIndex: -1 }],
    ['icecandidate', { candidate, sdpMLineIndex: 65_536 }],
    ['icecandidate', { candidate, sdpMLineIndex: 0.5 }],
    ['icecandidate', { candidate, usernameFragment: 'x'.repeat(257) }],
    ['icecandidate', { candidate: null }],
    ['icecandidate', { candidate, address: '127.0.0.1' }],
    ['icecandidate', [candidate]],
    ['icecandidate', null],
  );
  for (const [type, data] of bad) {
    mallory.client.raw(JSON.stringify({ type, receiver: victim.id, data, id: 'x' }));
    const answer = await mallory.client.next(undefined, ({ id }) => id === 'x');
    const shown = JSON.stringify(data)?.slice(0, 80);
    t.match(
      answer,
      { type: 'error', data: { code: 'bad-data', of: type, pointer: String } },
      `${type} ${shown}`,
    );
  }
  const huge = { type: 'offer', receiver: victim.id, data: long(70_000), id: 'x' };
  mallory.client.raw(JSON.stringify(huge));
  t.match(await mallory.client.next(undefined, ({ id }) => id === 'x'), {
    data: { code: 'too-large', of: 'offer' },
  });
  for (const type of signals) await victim.client.none(type as never);
  t.match(await mallory.client.request('offer', long(61_440), { receiver: victim.id }), { type: 'accepted' });
  t.equal((await victim.client.next('offer')).data, long(61_440), 'the longest allowed one passes');
});
