import type { ClientData } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import { connect } from '../../helpers/client.js';
import { Target } from '../../helpers/conformance.js';
import { Janus } from '../../helpers/janus.js';
import { carries, joinMedia, listen, publish } from '../../helpers/media-room.js';
import { enterNetworkNamespace } from '../../helpers/network-namespace.js';
import { startServer } from '../../helpers/server.js';
import { ask, type Person, startLecture } from '../../helpers/test-class.js';

enterNetworkNamespace(import.meta.url);

const janus = await Janus.make();
t.teardown(() => janus.remove());
const options = {
  janus: [janus.url],
  janusSecret: janus.secret,
  janusAdminKey: janus.adminKey,
  mediaThreshold: 0,
};

/** The connection with which a node is in a room. */
const NODE = 1;

async function start(t: Test): Promise<Target> {
  return new Target((await startServer(t, options)).url);
}

t.test('whoever leaves a lecture, or is removed, neither hears nor is heard', async (t) => {
  const { teacher, students, lecture, roomId } = await startLecture(t, await start(t), 2);
  const [leaver, removed] = students as [Person, Person];
  for (const each of [teacher, leaver, removed]) {
    await joinMedia(each, roomId);
    await listen(t, each, roomId);
  }
  await Promise.all([publish(t, leaver, roomId, 'leaver'), publish(t, removed, roomId, 'removed')]);
  await teacher.client.next('/sfu places', (message) =>
    [leaver, removed].every(({ clientId }) => carries(clientId)(message)),
  );
  await janus.settles(NODE + 5);
  await leaver.client.request('ExitLecture', lecture);
  await janus.settles(NODE + 3);
  await ask(teacher, 'DropParticipant', { ...lecture, userId: removed.userId });
  await janus.settles(NODE + 1);
  await teacher.client.next('/sfu places', ({ data }) => data.publishers.length === 0);

  for (const { client } of [leaver, removed]) {
    const reply = await client.request('/sfu listen', { audio: 1, video: 0 }, { receiver: `/sfu/${roomId}` });
    t.match(reply, { type: 'error', data: { code: 'not-in-room' } });
  }
  teacher.client.close();
});

t.test('a microphone that is stopped is silent, whatever its page does, until it is unmuted', async (t) => {
  const { teacher, students, roomId } = await startLecture(t, await start(t), 2);
  const [student, other] = students as [Person, Person];
  for (const each of [teacher, student, other]) await joinMedia(each, roomId);
  const heard = await listen(t, other, roomId);
  await Promise.all([publish(t, teacher, roomId, 'lesson'), publish(t, student, roomId, 'noise')]);
  await other.client.next('/sfu places', (message) =>
    [teacher, student].every(({ clientId }) => carries(clientId)(message)),
  );
  await heard.hears('noise');
  await teacher.client.request('stop-media', { room_id: roomId, media: 'microphone' });
  const { data } = await other.client.next('/sfu places', ({ data }) =>
    data.publishers.some(({ id, muted }) => id === student.clientId && muted.includes('microphone')),
  );
  t.same(
    data.places.map(({ id }) => id),
    [teacher.clientId],
  );
  const at = { receiver: `/sfu/${roomId}` };
  await student.client.request('/sfu mute', { kind: 'microphone', muted: false }, at);
  await heard.hears('noise');
});

t.test('a viewer is not heard from when only presenters are allowed to speak', async (t) => {
  const tokenSecret = 'a secret of the tests that is long enough';
  const server = await startServer(t, { ...options, tokenSecret });
  const login = async (path: string, sub: string, role: 'presenter' | 'viewer') => {
    const client = await connect(t, server.wsUrl(`${path}?login=1&deltas=1`));
    const grants = { rooms: ['blue'], create: true };
    const signing = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
    const { token } = await signToken(signing, { sub, role, ttl: 60, grants });
    t.match(await client.request('login', { token, protocol: '1.2' }), { data: { status: 'ok' } });
    return { client };
  };
  const { client: owner } = await login('/ws', 'ann', 'presenter');
  t.match(await owner.request('create-room', { room_id: 'blue' }), { type: 'create-room' });
  const ann = await login('/room/blue/ws', 'ann', 'presenter');
  const ben = await login('/room/blue/ws', 'ben', 'viewer');
  for (const each of [ann, ben]) await joinMedia(each, 'blue');
  await listen(t, ann, 'blue');
  t.equal((await publish(t, ben, 'blue', 'word')).refusal, undefined);
  await ann.client.next('/sfu places', ({ data }) => data.places.length === 1);
  await owner.request('update-room', { room_id: 'blue', speech: 'presenters' });
  t.same((await ben.client.next('/sfu ended')).data, { connection: 'publishing', allowed: false });
  t.match((await publish(t, ben, 'blue', 'word')).refusal, { code: 'forbidden' });
});

t.test('what is no proper connection is refused, and nothing is left of it', async (t) => {
  const server = await start(t);
  const { client } = await server.enter(t, 'blue');
  const at = { receiver: '/sfu/blue' };
  const refused = async (offer: Partial<ClientData['/sfu offer']>, code: string) => {
    const streams = [{ mid: '0', kind: 'microphone' as const }];
    const data = { type: 'offer' as const, sdp: 'v=0\r\n', streams, ...offer };
    t.match(await client.request('/sfu offer', data, at), { type: 'error', data: { code } });
  };
  await refused({}, 'conflict');
  await joinMedia({ client }, 'blue');
  await refused({ sdp: 'no description' }, 'bad-data');
  await refused(
    { sdp: `v=0\r\n${'m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n'.repeat(1000)}` },
    'bad-data',
  );
  await refused({ sdp: 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n' }, 'bad-data');
  const candidate = {
    connection: 'listening' as const,
    candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host',
  };
  t.match(await client.request('/sfu icecandidate', candidate, at), { data: { code: 'conflict' } });
  t.match(await client.request('/sfu answer', { type: 'answer', sdp: 'v=0\r\n' }, at), {
    data: { code: 'conflict' },
  });
  await client.request('/sfu listen', { audio: 1, video: 0 }, at);
  t.match(await client.request('/sfu answer', { type: 'answer', sdp: 'no description' }, at), {
    data: { code: 'bad-data' },
  });
  client.send('bye');
  await janus.settles(0);
});

t.test('a server that closes while many join leaves nothing behind', async (t) => {
  const { server, url } = await startServer(t, options);
  const target = new Target(url);
  const members = await Promise.all(Array.from({ length: 30 }, () => target.enter(t, 'blue')));
  const at = { receiver: '/sfu/blue' };
  await Promise.all(members.map(({ client }) => joinMedia({ client }, 'blue')));
  for (const { client } of members) client.send('/sfu listen', { audio: 4, video: 9 }, at);
  await server.close({ spread: 0 });
  await janus.settles(0);
  t.pass('closed');
});
