import { EventEmitter, once } from 'node:events';
import t, { type Test } from 'tap';
import { JanusMediaServer } from '../../../server/media/janus/janus-media-server.js';
import { JanusSession } from '../../../server/media/janus/janus-session.js';
import { mediaServerContract } from '../../contracts/media-server.js';
import { freePort } from '../../helpers/free-port.js';
import { Janus } from '../../helpers/janus.js';
import { enterNetworkNamespace } from '../../helpers/network-namespace.js';

enterNetworkNamespace(import.meta.url);

const log = { warn: () => {}, info: () => {} };
const janus = await Janus.make();
t.teardown(() => janus.remove());

async function connect(t: Test) {
  const { url, secret, adminKey } = janus;
  const events = new EventEmitter();
  const server = new JanusMediaServer(
    { url, secret, adminKey, log },
    {
      unavailable: () => events.emit('unavailable'),
      available: (kept) => events.emit('available', kept),
    },
  );
  t.teardown(() => server.close());
  await server.start();
  return { server, events };
}

mediaServerContract(t, async (t) => ({ connect: async () => (await connect(t)).server }));

const events = {
  published: () => {},
  talking: () => {},
  ended: () => {},
  lost: () => {},
  measured: () => {},
  closed: () => {},
};

t.test('a Janus that hangs keeps its connections, and one that is restarted loses them', async (t) => {
  const { server, events: seen } = await connect(t);
  await server.open('trouble', events);
  const hangs = once(seen, 'unavailable');
  janus.hang();
  await hangs;
  t.equal(server.available, false);
  await t.rejects(server.open('another', events), { code: 'unavailable' });
  const goesOn = once(seen, 'available');
  janus.goOn();
  t.same(await goesOn, [true]);
  await server.open('another', events);

  const dies = once(seen, 'unavailable');
  const returns = once(seen, 'available');
  await janus.stop();
  await dies;
  await janus.start();
  t.same(await returns, [false]);
  await server.open('trouble', events);
});

t.test('the end of a recording does not end the next one, which another node starts meanwhile', async (t) => {
  const { server } = await connect(t);
  const { server: another } = await connect(t);
  const room = await server.open('recorded', events);
  const next = await another.open('recorded', events);
  await room.record('/tmp/first');
  await next.record('/tmp/second');
  t.equal(await janus.recordingOf('recorded'), '/tmp/second');
  await room.endRecording('/tmp/first');
  t.equal(await janus.recordingOf('recorded'), '/tmp/second', 'an earlier one');

  const send = JanusSession.prototype.message;
  t.teardown(() => {
    JanusSession.prototype.message = send;
  });
  JanusSession.prototype.message = async function (this: JanusSession, ...request) {
    if (!('record' in request[1])) return send.apply(this, request);
    // Between the question what is recorded and the order to stop.
    JanusSession.prototype.message = send;
    await next.record('/tmp/third');
    return send.apply(this, request);
  };
  await room.endRecording('/tmp/second');
  t.equal(await janus.recordingOf('recorded'), '/tmp/third', 'one that starts meanwhile');
  await room.endRecording('/tmp/third');
  t.equal(await janus.recordingOf('recorded'), undefined);
});

t.test('rooms that nodes have left when they died are removed, and others continue', async (t) => {
  const { server } = await connect(t);
  await server.open('used', events);
  const { server: dies } = await connect(t);
  await dies.open('left', events);
  await dies.close();
  t.ok((await janus.rooms()).includes('left'));
  // Janus removes the connections of a session after its end.
  while ((await janus.rooms()).includes('left')) await server.removeEmptyRooms();
  t.ok((await janus.rooms()).includes('used'));
});

t.test('a Janus that does not run yet is used once it does', async (t) => {
  const { secret, adminKey } = janus;
  let available = () => {};
  const used = new Promise<void>((resolve) => {
    available = resolve;
  });
  const late = await Janus.make();
  t.teardown(() => late.remove());
  await late.stop();
  const server = new JanusMediaServer(
    { url: late.url, secret, adminKey, log },
    { unavailable: () => {}, available: () => available() },
  );
  t.teardown(() => server.close());
  await server.start();
  t.equal(server.available, false);
  await late.start();
  await used;
  t.ok(server.available);
});

t.test('a wrong secret is reported, and does not end the process', async (t) => {
  const warnings: object[] = [];
  const server = new JanusMediaServer(
    {
      url: janus.url,
      secret: 'wrong',
      adminKey: 'x',
      log: { ...log, warn: (fields) => warnings.push(fields) },
    },
    { unavailable: () => {}, available: () => {} },
  );
  t.teardown(() => server.close());
  await server.start();
  t.equal(server.available, false);
  t.match(warnings, [{ err: { message: /Unauthorized/ } }]);
});

t.test('an address without a Janus is reported', async (t) => {
  const warnings: object[] = [];
  const server = new JanusMediaServer(
    {
      url: `ws://127.0.0.1:${await freePort()}`,
      secret: '',
      adminKey: 'x',
      log: { ...log, warn: (fields) => warnings.push(fields) },
    },
    { unavailable: () => {}, available: () => {} },
  );
  t.teardown(() => server.close());
  await server.start();
  t.match(warnings, [{ err: { code: 'ECONNREFUSED' } }]);
});
