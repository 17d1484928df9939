import type { MediaPlaces, MediaQualities } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { apiKey, callApi } from '../../helpers/api.js';
import { Target } from '../../helpers/conformance.js';
import { Janus } from '../../helpers/janus.js';
import { carries, joinMedia, listen, publish } from '../../helpers/media-room.js';
import { enterNetworkNamespace } from '../../helpers/network-namespace.js';
import { logIn, resume, startNodes, startShared } from '../../helpers/nodes.js';
import { ask, type Person, person, startLecture } from '../../helpers/test-class.js';

enterNetworkNamespace(import.meta.url);

const janus = await Janus.make();
t.teardown(() => janus.remove());

/** Two nodes that use the same Janus for every room. */
async function nodes(t: Test): Promise<[Target, Target]> {
  const [one, other] = await startNodes(t, await startShared(t), 2, {
    janus: [janus.url],
    janusSecret: janus.secret,
    janusAdmin: [janus.adminUrl],
    janusAdminKey: janus.adminKey,
    mediaThreshold: 0,
    apiKey,
  });
  if (!one || !other) throw new Error('two nodes must run');
  return [new Target(one.url), new Target(other.url)];
}

const at = (roomId: string) => ({ receiver: `/sfu/${roomId}` });

t.test('the media server only carries those who are allowed to speak, whatever a client sends', async (t) => {
  const [here] = await nodes(t);
  const { teacher, students, lecture, roomId } = await startLecture(t, here, 2);
  const [student, other] = students as [Person, Person];
  await ask(teacher, 'SetSpeechMode', { ...lecture, mode: 'instructor' });
  for (const each of [teacher, student, other]) await joinMedia(each, roomId);
  const heard = await listen(t, other, roomId);

  t.equal((await publish(t, teacher, roomId, 'lesson')).refusal, undefined);
  await other.client.next('/sfu places', carries(teacher.clientId));
  await heard.hears('lesson');
  t.match((await publish(t, student, roomId, 'whisper')).refusal, { code: 'forbidden' });

  await ask(teacher, 'GrantSpeech', { ...lecture, userId: student.userId });
  t.equal((await publish(t, student, roomId, 'question')).refusal, undefined);
  await other.client.next('/sfu places', carries(student.clientId));
  await heard.hears('question');

  await ask(teacher, 'RevokeSpeech', { ...lecture, userId: student.userId });
  t.same((await student.client.next('/sfu ended')).data, { connection: 'publishing', allowed: false });
  await other.client.next('/sfu places', carries(student.clientId, false));
  t.match((await publish(t, student, roomId, 'again')).refusal, { code: 'forbidden' });
  t.same(new Set(heard.heard), new Set(['lesson', 'question']));
});

t.test(
  'the instructor is told how well a student on another node is connected, and the student is not',
  async (t) => {
    const [here, there] = await nodes(t);
    const { teacher, students, lecture, roomId } = await startLecture(t, here, 1);
    const student = await person(t, there, students[0]?.token);
    await ask(student, 'JoinLecture', lecture);
    for (const each of [teacher, student]) await joinMedia(each, roomId);
    await publish(t, teacher, roomId, 'lesson');
    await listen(t, student, roomId);
    const about = ({ data }: { data: unknown }) =>
      (data as MediaQualities).participants.some(({ id, listening }) => id === student.clientId && listening);
    const { data } = await teacher.client.next('/sfu quality', about);
    t.match(data, { participants: [{ score: /good|fair|poor/, listening: { loss: Number } }] });
    await student.client.none('/sfu quality');
    const shown = await callApi(here, 'GET', `/rooms/${roomId}`);
    const clients = shown.data?.clients as { id: string }[];
    t.match(
      clients.find(({ id }) => id === student.clientId),
      { connection: { media: { listening: { loss: Number } } } },
    );
  },
);

t.test(
  'people on two nodes hear and see each other, one of them sound only for a while, until one leaves',
  async (t) => {
    const [here, there] = await nodes(t);
    const [ada, bo] = [await here.enter(t, 'blue'), await there.enter(t, 'blue')];
    const [speaker, hearer] = [ada, bo].map(({ client, id }) => ({ client, clientId: id }) as Person) as [
      Person,
      Person,
    ];
    for (const each of [speaker, hearer]) await joinMedia(each, 'blue');
    const heard = await listen(t, hearer, 'blue', 1);
    const { rtc } = await publish(t, speaker, 'blue', 'hello', 'picture');
    await hearer.client.next('/sfu places', carries(ada.id));
    await Promise.all([heard.hears('hello'), heard.hears('picture')]);

    const view = (pictures: boolean) => hearer.client.request('/sfu view', { pictures }, at('blue'));
    await view(false);
    const kinds = ({ data }: { data: unknown }) =>
      (data as MediaPlaces).places.map(({ kind }) => kind).join();
    await hearer.client.next('/sfu places', (message) => kinds(message) === 'microphone');
    Object.assign(rtc, { says: 'only sound', shows: 'another picture' });
    await heard.hears('only sound');
    await heard.hears('only sound');
    t.notOk(heard.heard.includes('another picture'));
    await view(true);
    await heard.hears('another picture');
    // Ada has been in the room for the longest, and moderates it.
    await speaker.client.next('/sfu quality', ({ data }) =>
      (data as MediaQualities).participants.some(({ id, listening }) => id === bo.id && listening),
    );
    await hearer.client.none('/sfu quality');
    await speaker.client.request('/sfu mute', { kind: 'microphone', muted: true }, at('blue'));
    const muted = await hearer.client.next(
      '/sfu places',
      ({ data }) => (data as MediaPlaces).publishers[0]?.muted.includes('microphone') ?? false,
    );
    t.equal(kinds(muted), 'camera');
    speaker.client.send('bye');
    await hearer.client.next(
      '/sfu places',
      (message) => (message.data as MediaPlaces).publishers.length === 0,
    );
  },
);

t.test('a client that moves to another node leaves nothing on the former one', async (t) => {
  const [here, there] = await nodes(t);
  const member = await logIn(t, here);
  await joinMedia(member, 'blue');
  await listen(t, member, 'blue');
  await publish(t, member, 'blue', 'word');
  // The node, and the client's two.
  await janus.settles(3);
  const { client } = await resume(t, there, member.ticket);
  await janus.settles(0);
  await joinMedia({ client }, 'blue');
  const heard = await listen(t, { client }, 'blue');
  t.ok(heard);
  await janus.settles(2);
  client.send('bye');
  await janus.settles(0);
});
