// The HTTP part of a LiveClass server, so that LiveClass's page runs on Lectern unchanged: login, classes, and a proxy
// for Socket.IO. It keeps nothing: users are known by a token in a cookie, and everything else is in Lectern.
//
// /api/auth/naver stands in for Naver's login and believes every name. Replace `login` before others can reach it.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import { Signaler } from 'lectern-client';

const lectern = new URL(process.env.SERVER ?? 'http://127.0.0.1:8080');
const apiKey = process.env.LECTERN_API_KEY ?? '';
const port = Number(process.env.PORT ?? 5000);

const DAY_SECONDS = 86_400;
const BODY_BYTES = 4096;

/** A failed request, with the HTTP status that LiveClass's page expects in the body. */
class Failure extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const tokenOf = ({ headers }) => /(?:^|;\s*)liveclass=([^;\s]+)/.exec(headers.cookie ?? '')?.[1];

/** The claims of the cookie's token. Lectern checks the token whenever it is used. */
function userOf(request) {
  const [, claims = ''] = tokenOf(request)?.split('.') ?? [];
  try {
    const { sub: id, name: userName } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    return { id, userName };
  } catch {
    throw new Failure(401, 'log in first');
  }
}

/** Sends one request to Lectern as the user. */
async function ask(request, type, data) {
  userOf(request);
  const signaler = new Signaler(`${lectern.href.replace(/^http/, 'ws')}ws`, { token: tokenOf(request) });
  const ready = new Promise((resolve, reject) => {
    signaler.on('state', ({ name, refused }) => {
      if (name === 'open') resolve();
      else if (name === 'closed')
        reject(new Failure(401, refused?.message ?? 'Lectern closed the connection'));
    });
  });
  signaler.connect();
  try {
    await ready;
    return (await signaler.request(type, data)).data;
  } finally {
    signaler.close();
  }
}

async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES) throw new Failure(413, `the body is limited to ${BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new Failure(400, 'the body is not JSON');
  }
}

/** All of the user's classes: Lectern sends them in pages. */
async function classesOf(request) {
  const classes = [];
  let before;
  do {
    const page = await ask(request, 'GetClasses', { limit: 200, ...(before && { before }) });
    classes.push(...page.classes);
    before = page.before;
  } while (before !== undefined);
  return classes;
}

/** Stands in for Naver's login: with a name, the browser gets a token; without, a form that asks for one. */
async function login(request, reply) {
  const name = new URL(request.url, lectern).searchParams.get('name')?.trim();
  if (!name) {
    reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    reply.end(
      '<!doctype html><title>Log in</title><form><label>Name <input name="name"></label><button>Log in',
    );
    return;
  }
  const sub = createHash('sha256').update(name).digest('hex').slice(0, 16);
  const answer = await fetch(new URL('/api/tokens', lectern), {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      sub,
      name,
      ttl: DAY_SECONDS,
      grants: { rooms: ['*'], classes: ['*'], create: true },
    }),
  });
  const { token, message } = await answer.json();
  if (!token) throw new Failure(answer.status, message);
  reply.writeHead(302, {
    location: '/',
    'set-cookie': `liveclass=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${DAY_SECONDS}`,
  });
  reply.end();
}

const routes = {
  'GET /api/me': async (request) => ({ ...userOf(request), status: 200 }),
  'GET /api/lobby/classes': async (request) => ({ classes: await classesOf(request), status: 200 }),
  'POST /api/lobby/class': async (request) => {
    const { title, subtitle = '' } = await bodyOf(request);
    return ask(request, 'CreateClass', { title, subtitle });
  },
  'PATCH /api/lobby/class': async (request) => {
    const { uuid } = await bodyOf(request);
    return ask(request, 'EnrollClass', { classUuid: uuid });
  },
};

/** The request as Lectern gets it: the cookie's token becomes the header that Lectern reads. */
function forwarded(request) {
  const token = tokenOf(request);
  const headers = { ...request.headers, 'x-forwarded-for': request.socket.remoteAddress };
  if (token) headers.authorization = `Bearer ${token}`;
  delete headers.cookie;
  return forward(new URL(request.url, lectern), { method: request.method, headers });
}

const server = createServer(async (request, reply) => {
  const { pathname } = new URL(request.url, lectern);
  if (pathname.startsWith('/socket.io/')) {
    const onward = forwarded(request);
    onward.on('response', (answer) => {
      reply.writeHead(answer.statusCode, answer.headers);
      answer.pipe(reply);
    });
    onward.on('error', () => reply.destroy());
    reply.on('close', () => onward.destroy());
    request.pipe(onward);
    return;
  }
  try {
    if (request.method === 'GET' && pathname === '/api/auth/naver') return await login(request, reply);
    const route = routes[`${request.method} ${pathname}`];
    if (!route) throw new Failure(404, 'there is nothing here');
    const answer = JSON.stringify(await route(request));
    reply.writeHead(200, { 'content-type': 'application/json' });
    reply.end(answer);
  } catch (error) {
    // LiveClass's page reads the status from the body.
    reply.writeHead(200, { 'content-type': 'application/json' });
    reply.end(JSON.stringify({ err: error.message, status: error.status === 401 ? 401 : 400 }));
  }
});

server.on('upgrade', (request, socket, head) => {
  const onward = forwarded(request);
  socket.on('error', () => onward.destroy());
  onward.on('error', () => socket.destroy());
  onward.on('response', () => socket.destroy());
  onward.on('upgrade', ({ statusCode, statusMessage, rawHeaders }, upstream, upstreamHead) => {
    const lines = rawHeaders.map((text, i) => (i % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
    socket.write(`HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines}\r\n`);
    socket.write(upstreamHead);
    upstream.write(head);
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    upstream.pipe(socket);
    socket.pipe(upstream);
  });
  onward.end();
});

server.listen(port, '127.0.0.1');
await once(server, 'listening');
console.log(`LiveClass's server: http://127.0.0.1:${server.address().port}`);
