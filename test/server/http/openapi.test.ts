import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openapi } from 'lectern-protocol/openapi';
import t, { type Test } from 'tap';
import { load } from '../../../schemas/generators/load.js';
import { apiKey } from '../../helpers/api.js';
import { connect } from '../../helpers/client.js';
import { Target } from '../../helpers/conformance.js';
import { make, owner } from '../../helpers/owned-room.js';
import { startServer } from '../../helpers/server.js';
import { startLecture } from '../../helpers/test-class.js';

interface Operation {
  requestBody?: { content: { 'application/json': { schema: { $ref: string } } } };
  responses: Record<string, { content?: object }>;
}

const paths = openapi.paths as Record<string, Record<string, Operation>>;
const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
ajv.addSchema({ ...openapi, $id: 'openapi' });

/** A server, and a function that calls its API and checks the answer by the document. */
async function start(t: Test) {
  const server = await startServer(t, { apiKey });
  const done = new Set<string>();
  const call = async (method: string, path: string, given: Record<string, string> = {}, body?: object) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(given[name] ?? ''));
    const { query = '' } = given;
    const answer = await fetch(`${server.url}/api${filled}${query}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const what = `${method} ${path} ${answer.status}`;
    const text = await answer.text();
    const pointer = path
      .replaceAll('~', '~0')
      .replaceAll('/', '~1')
      .replaceAll('{', '%7B')
      .replaceAll('}', '%7D');
    const listed = paths[path]?.[method.toLowerCase()]?.responses[answer.status];
    t.ok(listed, `${what} is in the document`);
    if (!listed?.content) t.equal(text, '', `${what} has no content`);
    else {
      const place = `paths/${pointer}/${method.toLowerCase()}/responses/${answer.status}/content/application~1json`;
      const validate = ajv.compile({ $ref: `openapi#/${place}/schema` });
      t.ok(validate(JSON.parse(text)), what, { found: text, errors: validate.errors });
    }
    done.add(`${method} ${path}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return { server, call, done };
}

t.test('the document is valid OpenAPI 3.1, and refers only to what it contains', async (t) => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(openapi) as never);
  t.ok(valid, 'valid', { errors });
  t.equal(validator.version, '3.1');
  for (const [, name = ''] of JSON.stringify(openapi).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    t.ok(Object.hasOwn(openapi.components.schemas, name), name);
  }
  const named = (await load()).api.calls.map(({ method, path }) => `${method.toLowerCase()} ${path}`);
  const described = Object.entries(paths).flatMap(([path, calls]) =>
    Object.keys(calls).map((method) => `${method} ${path}`),
  );
  t.same(described.sort(), named.sort());
});

t.test('every call answers as the document says', async (t) => {
  const { server, call, done } = await start(t);
  const target = new Target(server.url);
  const { teacher, lecture } = await startLecture(t, target, 0);
  const { roomId } = await make(t, target);
  const ben = await owner(t, target);
  const client = await connect(t, server.wsUrl('/room/red/ws?deltas=1'), { protocols: ['lectern'] });
  const { id = '' } = await client.welcome();
  await client.next('room-info');
  const red = { id: 'red' };
  const blue = { id: roomId };
  const user = ben.userId;

  await call('GET', '/openapi.json');
  await call('GET', '/rooms');
  await call('GET', '/rooms', { query: '?live=true' });
  await call('GET', '/rooms', { query: '?live=no' });
  await call('POST', '/rooms', {}, { room_id: 'green', owner: 'kim', max: 3, entry: 'closed' });
  await call('POST', '/rooms', {}, { room_id: 'green' });
  await call('POST', '/rooms', {}, { room_id: '/' });
  await call('GET', '/rooms/{id}', { id: 'green' });
  await call('GET', '/rooms/{id}', red);
  await call('GET', '/rooms/{id}', { id: 'nowhere' });
  await call('PATCH', '/rooms/{id}', { id: 'green' }, { max: null, title: 'Primes' });
  await call('DELETE', '/rooms/{id}', { id: 'green' });
  await call('POST', '/rooms/{id}/stop-media', red, { media: 'microphone' });
  await call('POST', '/rooms/{id}/bans', blue, { user });
  await call('GET', '/rooms/{id}/bans', blue);
  await call('DELETE', '/rooms/{id}/bans/{user}', { ...blue, user });
  await call('POST', '/rooms/{id}/messages', red, { name: 'bell' });
  await call('POST', '/rooms/{id}/messages', red, { name: 'bell', durable: false });
  await call('POST', '/clients/{id}/move', { id }, { room_id: 'green', reason: 'group work' });
  await call('POST', '/clients/{id}/move', { id: 'nobody' }, { room_id: 'green' });
  await call('DELETE', '/clients/{id}', { id }, { revoke: 'nothing' });
  await call('POST', '/rooms/{id}/close', { id: 'nowhere' });
  const { classUuid } = lecture;
  await call('GET', '/classes', { query: `?user=${teacher.userId}` });
  await call('GET', '/classes');
  const made = await call('POST', '/classes', {}, { title: 'Music', instructor: 'kim', username: 'Ms Kim' });
  await call('POST', '/classes', {}, { title: 'Music' });
  const music = { id: made.class.uuid };
  await call('PUT', '/classes/{id}/members/{user}', { ...music, user: 'lee' }, { username: 'Lee' });
  await call('PUT', '/classes/{id}/members/{user}', { id: 'none', user: 'lee' });
  await call('GET', '/classes/{id}/members', music);
  await call('GET', '/classes/{id}/members', { ...music, query: '?limit=1' });
  await call('GET', '/classes/{id}/members', { id: 'none' });
  await call('DELETE', '/classes/{id}/members/{user}', { ...music, user: 'lee' });
  await call('DELETE', '/classes/{id}/members/{user}', { ...music, user: 'kim' });
  await call('POST', '/classes/{id}/lectures', music, { lectureName: 'Bach', lectureDate: '2026-12-01' });
  await call('POST', '/classes/{id}/lectures', music, { lectureName: 'Bach', lectureDate: 'soon' });
  await call('GET', '/classes/{id}/lectures', { id: classUuid });
  await call('GET', '/users/{id}', { id: teacher.userId });
  await call('GET', '/lectures');
  await call('GET', '/lectures/{id}/attendance', { id: String(lecture.lectureId) });
  await call('GET', '/lectures/{id}/attendance', { id: '999999' });
  await call('DELETE', '/lectures/{id}', { id: String(lecture.lectureId) });
  await call('DELETE', '/classes/{id}', { id: classUuid });
  const { revocation } = await call('POST', '/revocations', {}, { user: 'mallory', reason: 'spam', ttl: 60 });
  await call('GET', '/revocations');
  await call('DELETE', '/revocations/{id}', { id: String(revocation.id) });
  await call('DELETE', '/users/{id}', { id: user });
  await call('POST', '/tokens', {}, { sub: 'kim' });
  await call('GET', '/audit');
  await call('GET', '/nodes');
  await call('GET', '/refusals');
  await call('GET', '/webhooks');
  await call('GET', '/webhooks/dead');
  await call('POST', '/webhooks/retry', {}, {});
  await call('POST', '/webhooks/{id}/enable', { id: '7' });
  await call('DELETE', '/webhooks/{id}', { id: '7' });
  const all = Object.entries(paths).flatMap(([path, calls]) =>
    Object.keys(calls).map((method) => `${method.toUpperCase()} ${path}`),
  );
  t.same([...done].sort(), all.sort(), 'every call was made');
});
