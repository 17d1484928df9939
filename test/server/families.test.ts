import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { FamilyClient } from '#client/family-client.js';
import { roomUrl } from '#client/room-url.js';
import { Signaler } from '#client/signaler.js';
import { validate } from '#client/validation.js';
import {
  type AnyFamily,
  createServer,
  defineFamily,
  handleFamily,
  OptionsError,
  Refusal,
} from '../../server/index.js';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';
import { connectSocketIo } from '../helpers/socket-io.js';

const gestures = defineFamily({
  messages: {
    wave: {
      description: 'A member waves',
      schema: {
        type: 'object',
        required: ['hand'],
        properties: { hand: { enum: ['left', 'right'] }, note: { type: 'string', maxLength: 10 } },
        additionalProperties: false,
      },
      receivers: ['room', 'client'],
    },
    cursor: { schema: { type: ['number', 'null'] }, delivery: 'volatile', rate: 'signaling' },
    count: {
      schema: { type: 'string' },
      receivers: ['room', 'server'],
      reply: { type: 'object', required: ['status'], properties: { status: { type: 'integer' }, room: {} } },
    },
    alarm: { schema: { type: 'array', items: { type: 'string' } }, from: 'server' },
  },
});

const game = defineFamily({
  namespace: '/game',
  messages: {
    enter: {
      schema: { type: 'string' },
      async handle({ client, data }, { join, send }) {
        await join(data);
        await send(data, 'entered', client.id, { toOthers: true });
      },
    },
    where: {
      schema: { type: 'string' },
      reply: { type: 'array', items: { type: ['string', 'boolean'] } },
      handle: async ({ client, data }, { rooms, has }) => [
        ...rooms(),
        await has(data, client.id),
        await has(data, 'nobody'),
      ],
    },
    numbered: { schema: { type: 'string' }, handle: ({ data }, { send }) => send(data, 'entered', 'last') },
    exit: { schema: { type: 'string' }, handle: ({ data }, { leave }) => leave(data) },
    who: {
      schema: { type: 'string' },
      reply: { type: 'array', items: { type: 'string' } },
      handle: async ({ data }, { members }) => (await members(data)).map(({ id }) => id),
    },
    whisper: {
      schema: { $ref: '#/definitions/whisper', definitions: { whisper: { type: 'string' } } },
      handle: ({ data }, { tell }) => tell(String(data), 'entered', 'psst'),
    },
    twice: {
      schema: { type: 'string' },
      async handle({ data }, { send }) {
        await send(data, 'entered', 'one');
        await send(data, 'entered', 'two');
      },
    },
    wrong: {
      schema: { type: 'string' },
      reply: { type: 'integer' },
      handle({ data }) {
        if (data === 'refuse') throw new Refusal('forbidden', 'not here');
        if (data === 'reply') return 1.5;
        throw new Error('a secret');
      },
    },
    never: { schema: true, handle: () => new Promise<void>(() => {}) },
    dice: { schema: { type: 'integer' }, rate: { perSecond: 0.001, burst: 2 }, handle() {} },
    ring: { schema: true, rate: { perSecond: 0.001 }, handle() {} },
    entered: { schema: { type: 'string' }, from: 'server' },
    move: { schema: { type: 'integer' } },
  },
});

let counted = 0;
const counting = handleFamily(gestures, {
  count({ room, client, data }) {
    counted++;
    return { status: 500, room: `${room} ${client.name === '' ? '' : data}` };
  },
});
const settings = { families: [counting, game], socketIo: true };

/** A client of the room blue with both families. */
async function enter(t: Test, url: string) {
  const sockets: WebSocket[] = [];
  class RecordedWebSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  const signaler = new Signaler(roomUrl(url, 'blue'), {
    validate,
    reconnect: { base: 60_000, max: 60_000 },
    WebSocket: RecordedWebSocket,
  });
  t.teardown(() => signaler.close());
  signaler.on('malformed', ({ fault, type }) => t.fail(`${type}: ${fault}`));
  const clients = { waves: new FamilyClient(signaler, gestures), game: new FamilyClient(signaler, game) };
  const state = (wanted: string) =>
    new Promise<void>((resolve) => {
      const stop = signaler.on('state', ({ name }) => {
        if (name !== wanted) return;
        stop();
        resolve();
      });
    });
  const open = state('open');
  signaler.connect();
  await open;
  return { signaler, ...clients, sockets, state };
}

/** The next message of a type. */
function next<F extends AnyFamily, T extends Parameters<FamilyClient<F>['on']>[0]>(
  client: FamilyClient<F>,
  type: T,
): Promise<Parameters<Parameters<FamilyClient<F>['on']>[1]>[0]> {
  return new Promise((resolve) => {
    const stop = client.on(type, (message) => {
      stop();
      resolve(message);
    });
  });
}

const started = startServer(t, settings);

t.test('types without a handler are relayed to rooms and clients', async (t) => {
  const { url } = await started;
  const [ada, bo] = [await enter(t, url), await enter(t, url)];
  const waved = Promise.all([next(ada.waves, 'wave'), next(bo.waves, 'wave')]);
  const answer = await ada.waves.request('wave', { hand: 'left' });
  t.match(answer, { type: 'accepted', data: { of: 'wave' } });
  const { seq } = answer.data;
  t.type(seq, 'number');
  const message = {
    sender: ada.signaler.id,
    receiver: 'room/blue',
    type: 'wave',
    data: { hand: 'left' },
    seq,
  };
  t.match(await waved, [message, message]);

  const direct = next(bo.waves, 'wave');
  await ada.waves.request('wave', { hand: 'right', note: 'you' }, { receiver: bo.signaler.id ?? '' });
  t.match(await direct, { receiver: bo.signaler.id, data: { hand: 'right', note: 'you' } });

  const moved = next(bo.waves, 'cursor');
  t.match((await ada.waves.request('cursor', 0.5)).data, { of: 'cursor', seq: undefined });
  t.match(await moved, { data: 0.5, seq: undefined });
});

t.test('data, receivers and unknown types are refused', async (t) => {
  const { url } = await started;
  const { waves, game, signaler } = await enter(t, url);
  await t.rejects(waves.request('wave', { hand: 'third' as 'left' }), {
    code: 'bad-data',
    message: 'data/hand of wave must be one of ["left","right"]',
  });
  await t.rejects(waves.request('wave', { hand: 'left', nose: 1 } as never), { code: 'bad-data' });
  await t.rejects(waves.request('wave', undefined as never), { code: 'bad-data' });
  await t.rejects(waves.request('wave', { hand: 'left' }, { receiver: 'server' }), { code: 'bad-envelope' });
  await t.rejects(waves.request('wave', { hand: 'left' }, { receiver: 'room/red' }), { code: 'not-in-room' });
  await t.rejects(waves.request('wave', { hand: 'left' }, { receiver: 'nobody' }), {
    code: 'unknown-receiver',
  });
  await t.rejects(waves.request('alarm', [], { receiver: 'room' }), { code: 'unknown-type' });
  await t.rejects(game.request('move', 1, { receiver: '/game/chess' }), { code: 'not-in-room' });
  await t.rejects(game.request('move', 1, { receiver: '/game' }), { code: 'bad-envelope' });
  await t.rejects(game.request('who', 'chess', { receiver: '/game/chess' }), { code: 'bad-envelope' });
  await t.rejects(game.request('enter', 'a/b'), { code: 'bad-data' });
  await t.rejects(game.request('who', 'chess'), { code: 'not-in-room' });
  t.throws(() => game.send('move', 1), { message: 'move needs a receiver: /game/<room>' });
  t.throws(() => new FamilyClient(signaler, gestures), /has a client for the type 'wave'/);
});

t.test('a handler replies, and a repeated request gets the same reply', async (t) => {
  const { url } = await started;
  const { waves } = await enter(t, url);
  // The data looks like a refusal of an older family.
  const { data } = await waves.request('count', 'x', { receiver: 'room' });
  t.same(data, { status: 500, room: 'blue x' });
  t.match((await waves.request('count', 'y', { receiver: 'server' })).data, { room: 'undefined y' });
  const before = counted;
  const client = await connect(t, `${url}/room/blue/ws?deltas=1`);
  for (const _ of [1, 2]) {
    const request = { type: 'count', data: 'z', id: 7, receiver: 'room' };
    client.raw(JSON.stringify(request));
    t.match(await client.next(undefined, ({ id }) => id === 7), { type: 'count', data: { room: 'blue z' } });
  }
  t.equal(counted, before + 1);
});

t.test('rooms of a namespace have members, and messages to them', async (t) => {
  const { url } = await started;
  const [ada, bo] = [await enter(t, url), await enter(t, url)];
  t.match(await ada.game.request('enter', 'chess'), { type: 'accepted' });
  const entered = next(ada.game, 'entered');
  await bo.game.request('enter', 'chess');
  t.match(await entered, { sender: bo.signaler.id, receiver: '/game/chess', data: bo.signaler.id });
  t.same((await bo.game.request('who', 'chess')).data.sort(), [ada.signaler.id, bo.signaler.id].sort());

  const moved = next(bo.game, 'move');
  await ada.game.request('move', 4, { receiver: '/game/chess' });
  t.match(await moved, { sender: ada.signaler.id, receiver: '/game/chess', data: 4 });

  const whispered = next(bo.game, 'entered');
  await ada.game.request('whisper', bo.signaler.id ?? '');
  t.match(await whispered, { sender: '/game', receiver: bo.signaler.id, data: 'psst' });
  await t.rejects(ada.game.request('whisper', 'nobody'), { code: 'unknown-receiver' });

  const heard: string[] = [];
  bo.game.on('entered', ({ data }) => heard.push(data));
  await bo.game.request('twice', 'chess');
  await bo.signaler.ping();
  t.same(heard, ['one', 'two'], 'both messages of one request');
  t.same((await bo.game.request('where', 'chess')).data, ['chess', true, false]);
  await t.rejects(bo.game.request('where', 'go'), { code: 'not-in-room' });
  // Those of the earlier requests can still arrive.
  const position = new Promise((resolve) => {
    ada.game.on('entered', ({ data, seq }) => data === 'last' && resolve(seq));
  });
  const { seq } = (await bo.game.request('numbered', 'chess')).data;
  t.equal(await position, seq, 'the answer contains the position of the message');
  await bo.game.request('exit', 'chess');
  await t.rejects(bo.game.request('who', 'chess'), { code: 'not-in-room' });
});

t.test('a handler that refuses, fails or is late', async (t) => {
  const { url } = await started;
  const { game } = await enter(t, url);
  await t.rejects(game.request('wrong', 'refuse'), { code: 'forbidden', message: 'not here' });
  await t.rejects(game.request('wrong', 'fail'), { code: 'internal', message: /see the server log/ });
  await t.rejects(game.request('wrong', 'reply'), { code: 'internal' }, 'the reply does not fit its schema');
  const impatient = await enter(t, (await startServer(t, { ...settings, hookTimeout: 0.05 })).url);
  await t.rejects(impatient.game.request('never', null), { code: 'unavailable' });
});

t.test('a type can have a rate of its own, which each user has', async (t) => {
  const { url } = await startServer(t, { ...settings, addressRate: 1, addressBurst: 1.5 });
  const [ada, bo, cid] = [await enter(t, url), await enter(t, url), await enter(t, url)];
  const roll = async ({ game }: typeof ada, times: number) => {
    for (let i = 0; i < times; i++) await game.request('dice', i);
    const refusal = await game.request('dice', times).catch((error: unknown) => error);
    t.match(refusal, {
      code: 'rate-limited',
      message: /^too many '\/game dice' messages; try again in \d+ ms$/,
    });
    t.ok((refusal as { data: { retry_after_ms: number } }).data.retry_after_ms > 0);
  };
  await roll(ada, 2);
  await ada.game.request('ring', null);
  await t.rejects(ada.game.request('ring', null), { code: 'rate-limited' }, 'one at once by default');
  await ada.game.request('enter', 'chess');
  // The guests of an address have three together, and each at least one beyond it.
  await roll(bo, 2);
  await roll(cid, 1);
});

t.test('onMessage gets messages of own types, and can change or refuse them', async (t) => {
  const { families } = settings;
  const server = createServer({
    data: t.testdir(),
    logLevel: 'silent',
    port: 0,
    families,
    hooks: {
      onMessage(message) {
        if (message.type === 'wave') {
          // A compile error if the data had not the type of the schema.
          const other = { left: 'right', right: 'left' }[message.data.hand];
          return { data: { ...message.data, hand: other } };
        }
        if (message.type === '/game enter') throw new Refusal('forbidden', `not ${message.data.trim()}`);
        return undefined;
      },
    },
  });
  t.teardown(() => server.close({ spread: 0 }));
  const { waves, game } = await enter(t, await server.listen());
  const waved = next(waves, 'wave');
  await waves.request('wave', { hand: 'left' });
  t.match(await waved, { data: { hand: 'right' } });
  await t.rejects(game.request('enter', ' chess '), { code: 'forbidden', message: 'not chess' });
});

t.test('durable messages reach a client that resumes, and volatile ones do not', async (t) => {
  const { url, server } = await started;
  const { waves, game, sockets, state, signaler } = await enter(t, url);
  await game.request('enter', 'go');
  const publish = server.publish.bind(server) as (
    room: string,
    type: string,
    data: unknown,
  ) => Promise<unknown>;
  const waiting = state('waiting');
  sockets[0]?.terminate();
  await waiting;
  t.type(await publish('blue', 'alarm', ['missed']), 'number');
  t.equal(await publish('blue', 'cursor', 9), undefined);
  await publish('/game/go', '/game entered', 'somebody');
  const cursors: unknown[] = [];
  waves.on('cursor', ({ data }) => cursors.push(data));
  const missed = Promise.all([next(waves, 'alarm'), next(game, 'entered')]);
  signaler.connect();
  t.match(await missed, [
    { sender: 'server', receiver: 'room/blue', data: ['missed'] },
    { sender: '/game', receiver: '/game/go', data: 'somebody' },
  ]);
  await waves.request('cursor', null);
  await signaler.ping();
  t.same(cursors, [null]);
});

t.test('a client of Socket.IO uses them at the main namespace', async (t) => {
  const { url } = await started;
  const ada = await connectSocketIo(t, url, { query: { room: 'blue' } });
  const { waves } = await enter(t, url);
  const waved = next(waves, 'wave');
  const answer = await ada.request('wave', { hand: 'left' }, { receiver: 'room' });
  t.match(answer, { ok: true, type: 'accepted', data: { of: 'wave' } });
  t.match(await waved, { data: { hand: 'left' } });
  const counts = { ok: true, type: 'count', data: { status: 500, room: 'undefined x' } };
  t.match(await ada.request('count', 'x'), counts, 'a status in a reply of an own type is not a refusal');
  t.match(await ada.request('wave', { hand: 'right' }), { ok: true }, 'to the room of the connection');
  t.match(await ada.request('enter', 'chess', { receiver: '/game' }), { ok: true });
  t.match(await ada.request('wrong', 'refuse', { receiver: '/game' }), {
    ok: false,
    data: { code: 'forbidden' },
  });
});

t.test('a client of Socket.IO connects to a namespace of own types', async (t) => {
  const { url } = await started;
  const [ada, bo, old] = await Promise.all([
    connectSocketIo(t, url, { namespace: '/game' }),
    connectSocketIo(t, url, { namespace: '/game/poker' }),
    connectSocketIo(t, url, { namespace: '/game', version: 2 }),
  ]);
  const { game } = await enter(t, url);
  t.match(await ada.request('enter', 'poker'), { ok: true, type: 'accepted', data: { of: 'enter' } });
  t.match(await old.request('enter', 'poker'), { ok: true });
  t.match(await bo.request('enter', 'poker'), { ok: true }, 'to the address, not to the room');
  await game.request('enter', 'poker');
  for (const client of [ada, old]) await client.next('entered');
  t.match(await ada.request('who', 'poker'), { ok: true, type: 'who', data: { length: 4 } });
  t.match(await ada.request('move', 1), { ok: false, data: { code: 'bad-envelope' } }, 'to which room?');
  t.match(await ada.request('move', 'x', { receiver: '/game/poker' }), {
    ok: false,
    data: { code: 'bad-data' },
  });

  const moved = next(game, 'move');
  t.match(await bo.request('move', 5), { ok: true, type: 'accepted' });
  const { sender } = await moved;
  for (const client of [ada, bo, old]) {
    const { data, place } = await client.next('move');
    t.same([data, place.sender, place.receiver], [5, sender, '/game/poker']);
  }
  t.match(await ada.request('wrong', 'refuse'), { ok: false, data: { code: 'forbidden' } });
  const refused = connectSocketIo(t, url, { namespace: '/nothing' });
  await t.rejects(refused, { message: 'Invalid namespace' });
});

t.test('publish checks types, rooms and data', async (t) => {
  const { server } = await started;
  const publish = server.publish.bind(server) as (
    room: string,
    type: string,
    data: unknown,
  ) => Promise<unknown>;
  await t.rejects(publish('blue', 'wave', { hand: 'third' }), { code: 'bad-data' });
  await t.rejects(publish('/game/go', 'wave', { hand: 'left' }), { code: 'bad-data' });
  await t.rejects(publish('blue', '/game entered', 'x'), { code: 'bad-data' });
  await t.rejects(publish('blue', 'count', 'the request, not the reply'), { code: 'bad-data' });
});

t.test('a server with an invalid family does not start', async (t) => {
  const text = { type: 'string' };
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`t${i}`, { schema: text }]));
  const invalid: [object | object[], RegExp][] = [
    [
      { messages: { wave: { schema: { type: 'strange' } } } },
      /wave: schema is not a valid JSON Schema: .*type/,
    ],
    [{ messages: { wave: { schema: { tipe: 'string' } } } }, /wave: schema .*unknown keyword: "tipe"/],
    [{ messages: { wave: {} } }, /wave: schema must be a JSON Schema/],
    [{ messages: { text: { schema: text } } }, /type 'text' belongs to Lectern/],
    [
      { namespace: '/game', messages: { welcome: { schema: text } } },
      /'welcome' belongs .* '\/game welcome'/,
    ],
    [{ namespace: '/lobby', messages: {} }, /namespace '\/lobby' belongs to Lectern/],
    [{ namespace: 'game', messages: {} }, /namespace 'game' must be/],
    [{ messages: { 'a b': { schema: text } } }, /type 'a b' must start/],
    [{ messages: { wave: { schema: text, delivery: 'often' } } }, /delivery must be 'durable' or 'volatile'/],
    [{ messages: { wave: { schema: text, rate: 'fast' } } }, /rate must be .* or { perSecond, .*"fast"/],
    [
      { messages: { wave: { schema: text, rate: { perSecond: 0 } } } },
      /perSecond must be a number greater than 0/,
    ],
    [{ messages: { wave: { schema: text, rate: { perSecond: 1, burst: 0 } } } }, /burst must be .* found 0/],
    [{ messages: { wave: null } }, /wave: the definition must be an object with a schema/],
    [{ messages: { wave: { schema: text, reply: text } } }, /a reply needs a handler/],
    [{ messages: { wave: { schema: text, from: 'server', handle() {} } } }, /clients cannot send it/],
    [
      { messages: { wave: { schema: text, receivers: ['server'] } } },
      /without a handler can be 'room' or 'client'/,
    ],
    [
      { namespace: '/a', messages: { wave: { schema: text, receivers: ['room'], handle() {} } } },
      /with a handler in a namespace can be 'server', found 'room'/,
    ],
    [[{ messages: { wave: { schema: text } } }, { messages: { wave: { schema: text } } }], /defined twice/],
    [{ messages: many }, /at most 200 types are allowed, found 201/],
  ];
  const data = t.testdir();
  for (const [families, message] of invalid) {
    const given = [families].flat().map((each) => defineFamily(each as Parameters<typeof defineFamily>[0]));
    const server = createServer({ data, logLevel: 'silent', families: given, port: 0 });
    const error = await server.listen().catch((error: unknown) => error);
    await server.close();
    t.type(error, OptionsError, String(message));
    t.match((error as Error).message, message);
  }
  t.throws(() => defineFamily({} as never), { message: /messages is missing; give it an object/ });
  const server = createServer({ data, logLevel: 'silent', families: [{} as AnyFamily], port: 0 });
  await t.rejects(server.listen(), { message: /a family has no messages; make it by defineFamily/ });
  await server.close();
  t.throws(() => handleFamily(gestures, { none() {} } as never), {
    message: "the family has no type 'none' to handle",
  });
});
