import * as validators from 'lectern-protocol/webhook-validators';
import t, { type Test } from 'tap';
import { createServer, type ServerSettings } from '../../../server/index.js';
import { apiKey, callApi } from '../../helpers/api.js';
import { Target } from '../../helpers/conformance.js';
import { logIn, resume, visit } from '../../helpers/nodes.js';
import { Reports } from '../../helpers/reports.js';
import { startServer } from '../../helpers/server.js';
import { ask, startLecture } from '../../helpers/test-class.js';
import { type Answer, startReceiver, summaryOf, webhookSecret } from '../../helpers/webhook-receiver.js';

const otherSecret = `whsec_${Buffer.from('the secret that replaces it, 32 b').toString('base64')}`;

/** A server whose events a receiver gets. */
async function start(t: Test, { filter = '', ...settings }: ServerSettings & { filter?: string } = {}) {
  const receiver = await startReceiver(t);
  const server = await startServer(t, {
    apiKey,
    webhookUrl: [receiver.url + filter],
    webhookSecret: [webhookSecret],
    ...settings,
  });
  return { receiver, ...server };
}

t.test(
  'a room reports who joins and leaves, in order, and each event has the schema of its type',
  async (t) => {
    const { receiver, url } = await start(t);
    const ann = await visit(t, { url });
    const ben = await visit(t, { url });
    ann.client.send('bye');
    await ann.client.closed;
    ben.client.send('bye');
    const received = [];
    for (let i = 0; i < 5; i++) received.push(await receiver.next());
    t.same(received.map(summaryOf), [
      `participant.joined ${ann.id}`,
      `participant.joined ${ben.id}`,
      `participant.left ${ann.id}`,
      `participant.left ${ben.id}`,
      'room.empty blue',
    ]);
    t.equal(new Set(received.map(({ id }) => id)).size, 5, 'each event has an ID of its own');
    const { participantJoined, participantLeft, roomEmpty } = validators;
    const events = received.map(({ event }) => event);
    t.same(
      [participantJoined, participantJoined, participantLeft, participantLeft, roomEmpty].map((each, index) =>
        each(events[index]),
      ),
      Array(5).fill(true),
    );
    t.equal(received[0]?.request.headers['content-type'], 'application/json');
  },
);

t.test('a client that resumes its session neither leaves nor joins', async (t) => {
  const { receiver, url } = await start(t);
  const ann = await logIn(t, { url });
  ann.client.terminate();
  const again = await resume(t, { url }, ann.ticket);
  t.equal(again.status, 'ok');
  again.client.send('bye');
  t.same(await receiver.summaries(3), [
    `participant.joined ${ann.id}`,
    `participant.left ${ann.id}`,
    'room.empty blue',
  ]);
});

t.test('a lecture reports its start and its end, and only those types if the URL names them', async (t) => {
  const { receiver, url } = await start(t, { filter: '#lecture.started+lecture.ended' });
  const { teacher, lecture } = await startLecture(t, new Target(url), 0);
  await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true });
  const { event } = await receiver.next();
  t.match(event, {
    type: 'lecture.started',
    data: { class: lecture.classUuid, lecture: { id: lecture.lectureId } },
  });
  t.ok(validators.lectureStarted(event));
  await teacher.client.close();
  const ended = await receiver.next();
  t.equal(summaryOf(ended), `lecture.ended lecture_${lecture.lectureId}`, 'the only teacher has left');
  t.ok(validators.lectureEnded(ended.event));
});

t.test('an event is sent again until it is taken, and the next one of its room waits', async (t) => {
  const { receiver, url } = await start(t);
  const answers: Answer[] = [
    { status: 500 },
    { status: 302, headers: { location: '/elsewhere' } },
    { status: 429, headers: { 'retry-after': '1' } },
  ];
  receiver.answer = () => answers.shift() ?? { status: 204 };
  const { client, id } = await visit(t, { url });
  client.send('bye');
  const received = [];
  for (let i = 0; i < 6; i++) received.push(await receiver.next());
  const joined = `participant.joined ${id}`;
  t.same(received.map(summaryOf), [
    joined,
    joined,
    joined,
    joined,
    `participant.left ${id}`,
    'room.empty blue',
  ]);
  t.equal(new Set(received.slice(0, 4).map((each) => each.id)).size, 1, 'with the same ID each time');
  t.ok(
    received.every(({ request }) => request.url === '/hook'),
    'no redirect is followed',
  );
});

t.test('each secret signs each request, so that a secret can be replaced', async (t) => {
  const [receiver, next] = [await startReceiver(t), await startReceiver(t, otherSecret)];
  const { url } = await startServer(t, {
    webhookUrl: [receiver.url, next.url],
    webhookSecret: [webhookSecret, otherSecret],
  });
  const { id } = await visit(t, { url });
  const [one, other] = [await receiver.next(), await next.next()];
  t.same([one, other].map(summaryOf), Array(2).fill(`participant.joined ${id}`));
  t.equal(one.id, other.id, 'the event has the same ID for both receivers');
});

t.test('a receiver that is gone is disabled until the operator enables it', async (t) => {
  const { receiver, url } = await start(t);
  receiver.answer = () => ({ status: 410 });
  const { client } = await visit(t, { url });
  await receiver.next();
  receiver.answer = () => ({ status: 204 });
  const webhooks = async () =>
    (await callApi({ url }, 'GET', '/webhooks')).data?.webhooks as { id: number; state: string }[];
  let [webhook] = await webhooks();
  // The answer can arrive here before the server has stored the result.
  while (webhook?.state === 'active') [webhook] = await webhooks();
  t.match(webhook, { state: 'disabled', pending: 1, error: 'status 410', url: receiver.url });
  t.match(await callApi({ url }, 'POST', `/webhooks/${webhook?.id}/enable`), { status: 204 });
  t.match(await receiver.next(), { event: { type: 'participant.joined' } });
  client.send('bye');
  t.match(await receiver.next(), { event: { type: 'participant.left' } });
});

t.test('a receiver that does not answer in time has not taken the event', async (t) => {
  const { receiver, url } = await start(t, { webhookTimeout: 0.2 });
  const tries = new Reports<number>();
  let count = 0;
  receiver.answer = () => {
    tries.add(++count);
    return count === 1 ? undefined : { status: 204 };
  };
  await visit(t, { url });
  t.same([await tries.next(), await tries.next()], [1, 2]);
});

t.test('invalid URLs are refused at the start, with the reason', async (t) => {
  const refused = (webhookUrl: string[], message: RegExp) =>
    t.throws(() => createServer({ webhookUrl, webhookSecret: [webhookSecret] }), {
      name: 'OptionsError',
      message,
    });
  refused(['ftp://example.org'], /webhookUrl: expected a value like `https:/);
  refused(
    ['https://me:secret@example.org/hook'],
    /https:\/\/example.org\/hook contains a user or a password/,
  );
  refused(['https://example.org/hook#room.full'], /unknown type of event "room.full".*participant.joined, /);
  refused(['https://example.org/#room.empty', 'https://example.org/'], /is there twice/);
  t.throws(() => createServer({ webhookUrl: ['https://example.org'] }), {
    message: /also needs webhookSecret/,
  });
  t.throws(() => createServer({ webhookSecret: ['whsec_short'] }), { message: /not shown: it is secret/ });
});
