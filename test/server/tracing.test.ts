import t from 'tap';
import { openTracing } from '../../server/util/open-tracing.js';
import { inCallSpan, inServerSpan, isTracing, withCallSpans } from '../../server/util/tracing.js';
import { apiKey } from '../helpers/api.js';
import { connect } from '../helpers/client.js';
import { startServer } from '../helpers/server.js';
import { startServerProcess } from '../helpers/server-process.js';
import { type CollectedSpan, startTraceCollector } from '../helpers/trace-collector.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${CALLER}-01`;

/** The kinds of spans in OTLP. */
const SERVER = 2;
const CLIENT = 3;
const FAILED = 2;

const lines: string[] = [];
const log = {
  info: (_: object, text: string) => void lines.push(text),
  warn: (_: object, text: string) => void lines.push(text),
};

t.test('nothing is traced unless a variable asks for it', async (t) => {
  for (const env of [
    {},
    { OTEL_SERVICE_NAME: 'lectern' },
    { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' },
    { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' },
  ])
    t.equal(await openTracing(env, log), undefined, JSON.stringify(env));
  t.same(lines, []);
  for (const env of [
    { OTEL_TRACES_EXPORTER: 'zipkin' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
  ]) {
    t.equal(await openTracing(env, log), undefined);
    t.match(lines.pop(), /^no traces: use OTEL_TRACES_EXPORTER=otlp/);
  }
  t.notOk(isTracing());
  const object = { call: () => 1 };
  t.equal(withCallSpans('object', object), object);
  t.equal(inServerSpan('request', { traceparent }, object.call), 1);
  t.equal(inCallSpan('call', object.call), 1);
});

t.test('Protobuf is the default, and the command line exports traces too', async (t) => {
  const collector = await startTraceCollector(t);
  const server = await startServerProcess({
    LECTERN_DATA: t.testdir({}),
    LECTERN_API_KEY: apiKey,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '20',
  });
  t.teardown(() => server.stop());
  await (await fetch(`${server.url}/api/rooms`)).arrayBuffer();
  t.match(await collector.protobuf('GET /api/rooms'), 'service.name');
});

t.test('spans', async (t) => {
  const collector = await startTraceCollector(t);
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '20',
    OTEL_SERVICE_NAME: 'school',
  });
  const { url, wsUrl } = await startServer(t, { apiKey });
  t.ok(isTracing());
  const named = (name: string) => collector.span((span) => span.name === name);
  const childOf = ({ spanId }: CollectedSpan, name: string) =>
    collector.span((span) => span.parentSpanId === spanId && span.name.startsWith(name));

  await t.test('a request to the HTTP API continues the trace of its caller', async (t) => {
    const headers = { traceparent, authorization: `Bearer ${apiKey}` };
    const response = await fetch(`${url}/api/rooms`, { headers });
    t.equal(response.status, 200, await response.text());
    const span = await named('GET /api/rooms');
    t.match(span, { traceId: TRACE, parentSpanId: CALLER, kind: SERVER, status: {} });
    t.match(span.attributes, [
      { key: 'http.request.method', value: { stringValue: 'GET' } },
      { key: 'http.route', value: { stringValue: '/api/rooms' } },
      { key: 'http.response.status_code', value: { intValue: 200 } },
    ]);
    const call = await childOf(span, 'store.');
    t.match(call, { traceId: TRACE, kind: CLIENT });
    const names = collector.resources.flat().filter(({ key }) => key === 'service.name');
    t.match(names, [{ value: { stringValue: 'school' } }]);
  });

  await t.test('an upgrade, and messages by their type', async (t) => {
    const options = { headers: { traceparent } };
    const client = await connect(t, wsUrl('/room/green/ws?login=1'), options);
    t.match(await named('upgrade'), { traceId: TRACE, parentSpanId: CALLER, kind: SERVER });
    const { data } = await client.request('login', { protocol: '1.2' });
    const login = await named('message login');
    t.equal(login.kind, SERVER);
    t.ok(await childOf(login, 'backplane.'));
    client.terminate();
    const again = await connect(t, wsUrl('/room/green/ws?login=1'));
    const { reconnectionTicket: ticket } = (data as { data: { reconnectionTicket: string } }).data;
    t.match(await again.request('relogin', { ticket }), { data: { status: 'ok' } });
    await named('message relogin');
    t.match(await again.request('CreateClass', { title: 'Algebra' }), { type: 'CreateClass' });
    await childOf(await named('message CreateClass'), 'store.');
  });

  await t.test('a refusal has its code, and is no failure of the server', async (t) => {
    const client = await connect(t, wsUrl('/room/red/ws'));
    client.send('offer', { type: 'offer', sdp: 'v=0' }, { receiver: 'nobody' });
    await client.next('error');
    const span = await named('message offer');
    t.match(span.attributes, [{ key: 'error.type', value: { stringValue: 'unknown-receiver' } }]);
    t.same(span.status.code ?? 0, 0);
    await t.rejects(inServerSpan('broken', {}, () => Promise.reject(new TypeError('secret'))));
    const broken = await named('broken');
    t.match(broken, { status: { code: FAILED }, attributes: [{ value: { stringValue: 'TypeError' } }] });
    t.notMatch(JSON.stringify(broken), 'secret');
  });
});
