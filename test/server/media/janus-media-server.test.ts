import { EventEmitter, once } from 'node:events';
import t, { type Test } from 'tap';
import { JanusMediaServer } from '../../../server/media/janus/janus-media-server.js';
import { JanusSession } from '../../../server/media/janus/janus-session.js';
import { openTracing } from '../../../server/util/open-tracing.js';
import { inServerSpan } from '../../../server/util/tracing.js';
import { mediaServerContract } from '../../contracts/media-server.js';
import { freePort } from '../../helpers/free-port.js';
import { Janus } from '../../helpers/janus.js';
import { enterNetworkNamespace } from '../../helpers/network-namespace.js';
import { startTraceCollector } from '../../helpers/trace-collector.js';

enterNetworkNamespace(import.meta.url);

/** The kind and the status of a span in OTLP. */
const CLIENT = 3;
const FAILED = 2;

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

t.test('calls that a request makes are spans within it', async (t) => {
  const collector = await startTraceCollector(t);
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  });
  const flush = await openTracing(process.env, log);
  const { server } = await connect(t);
  const callOf = async (request: string, call: string) => {
    await flush?.();
    const { spanId, traceId } = await collector.span(({ name }) => name === request);
    const span = await collector.span(({ name, parentSpanId }) => name === call && parentSpanId === spanId);
    t.match(span, { traceId, kind: CLIENT });
    return span;
  };
  await inServerSpan('open', {}, () => server.open('traced', events));
  for (const call of ['janus.attach', 'janus.message']) {
    const { attributes, status } = await callOf('open', call);
    t.same(attributes, [], call);
    t.same(status.code ?? 0, 0, call);
  }

  janus.hang();
  const opening = inServerSpan('open another', {}, () => server.open('another', events));
  await Promise.all([t.rejects(opening, { code: 'unavailable' }), janus.stop()]);
  const failed = await callOf('open another', 'janus.attach');
  t.match(failed.attributes, [{ key: 'error.type', value: { stringValue: 'unavailable' } }]);
  t.equal(failed.status.code, FAILED);
});
