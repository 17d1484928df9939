import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import t from 'tap';
import { lectern } from '../../../server/fastify-plugin.js';
import { createServer, OptionsError } from '../../../server/index.js';
import { certificate } from '../../helpers/certificates.js';
import { connect, UpgradeRefused } from '../../helpers/client.js';

const settings = (t: { testdir(): string }) => ({
  basePath: '/lectern',
  data: t.testdir(),
  logLevel: 'silent' as const,
});

t.test('a server of the program serves Lectern below a path, and everything else itself', async (t) => {
  const host = createHttpServer((request, response) => response.end(`the program: ${request.url}`));
  const server = createServer(settings(t));
  t.throws(() => server.url, /not available/);
  await server.attach(host);
  await once(host.listen(0, '127.0.0.1'), 'listening');
  const { port } = host.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  t.equal(server.url, `${origin}/lectern`);
  const get = async (path: string) => (await fetch(origin + path)).text();
  t.equal(await get('/healthz'), 'the program: /healthz');
  t.equal(await get('/lecterns'), 'the program: /lecterns');
  t.same(JSON.parse(await get('/lectern/healthz')), { status: 'ok' });
  t.match(await get('/lectern/'), /<html/);
  const client = await connect(t, `${origin}/lectern/room/blue/ws`);
  t.match(await client.request('get-room-info'), { data: { room_id: 'blue' } });
  t.same(await server.rooms(), [{ id: 'blue', clients: 1 }]);
  const refused = await connect(t, `${origin}/room/blue/ws`).catch((error) => error);
  t.ok(refused instanceof UpgradeRefused);
  t.equal(refused.status, 404);

  await server.close({ spread: 0 });
  t.equal((await client.closed).code, 4000);
  t.equal(await get('/lectern/healthz'), 'the program: /lectern/healthz', 'the program goes on');
  host.close();
});

t.test('a server of the program can use TLS, and handle upgrades of its own', async (t) => {
  const host = createHttpsServer(await certificate());
  host.on('upgrade', ({ url }, socket) => {
    if (url === '/own') socket.end('HTTP/1.1 418 A Teapot\r\nConnection: close\r\n\r\n');
  });
  const server = createServer(settings(t));
  await server.attach(host);
  await once(host.listen(0, '127.0.0.1'), 'listening');
  t.match(server.url, /^https:.*\/lectern$/);
  const client = await connect(t, `${server.url}/ws`, { rejectUnauthorized: false });
  t.type((await client.welcome()).id, 'string');
  const own = await connect(t, `${new URL('/own', server.url)}`, { rejectUnauthorized: false }).catch(
    (e) => e,
  );
  t.equal(own.status, 418);
  await server.close({ spread: 0 });
  host.close();
});

t.test('Lectern is a plugin of Fastify', async (t) => {
  // A slow machine must not make the plugin fail.
  const app = fastify({ pluginTimeout: 0 });
  app.addHook('onRequest', async (_, reply) => void reply.header('x-program', 'yes'));
  app.get('/', async () => 'the program');
  await app.register(lectern, { ...settings(t), apiKey: 'k'.repeat(32) });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  t.equal(app.lectern.url, `${url}/lectern`);
  t.equal(await (await fetch(url)).text(), 'the program');
  const client = await connect(t, `${url}/lectern/room/blue/ws?deltas=1`);
  await client.next('room-info');
  const posted = await fetch(`${url}/lectern/api/rooms/blue/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${'k'.repeat(32)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bell' }),
  });
  t.equal(posted.status, 201);
  t.match(await client.next('event'), { data: { name: 'bell' } });
  t.equal((await fetch(`${url}/elsewhere`)).status, 404);
  await app.close();
  t.equal((await client.closed).code, 4000);
});

t.test('an attached server needs a path of its own, and no certificate', async (t) => {
  const host = createHttpServer();
  await t.rejects(createServer({ ...settings(t), basePath: '' }).attach(host), OptionsError);
  await t.rejects(createServer({ ...settings(t), https: true }).attach(host), OptionsError);
  t.equal(host.listenerCount('upgrade'), 0);
});
