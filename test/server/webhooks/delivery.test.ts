import * as validators from 'lectern-protocol/webhook-validators';
import t from 'tap';
import { createServer } from '../../../server/index.js';
import { apiKey, callApi } from '../../helpers/api.js';
import { Target } from '../../helpers/conformance.js';
import { logIn, resume, visit } from '../../helpers/nodes.js';
import { Reports } from '../../helpers/reports.js';
import { startServer } from '../../helpers/server.js';
import { ask, startLecture } from '../../helpers/test-class.js';
import { type Answer, startReceiver, summaryOf, webhookSecret } from '../../helpers/webhook-receiver.js';

const otherSecret = `whsec_${Buffer.from('the secret that replaces it, 32 b').toString('base64')}`;

// One server for the tests whose clients all leave.
const receiver = await startReceiver(t);
const { url } = await startServer(t, { apiKey, webhookUrl: [receiver.url], webhookSecret: [webhookSecret] });

t.test(
  'a room reports who joins and leaves, in order, and each event has the schema of its type',
  async (t) => {
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

t.test('an event is sent again until it is taken, and the next one of its room waits', async (t) => {
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

t.test('a receiver that is gone is disabled until the operator enables it', async (t) => {
  receiver.answer = () => ({ status: 410 });
  const { client } = await visit(t, { url });
  await receiver.next();
  receiver.answer = () => ({ status: 204 });
  const { data } = await callApi({ url }, 'GET', '/webhooks');
  const [webhook] = (data?.webhooks ?? []) as { id: number }[];
  t.match(webhook, { pending: 1, url: receiver.url });
  const enable = () => callApi({ url }, 'POST', `/webhooks/${webhook?.id}/enable`);
  // The answer can arrive before the server has stored the result. Until then, the webhook is not disabled.
  let enabled = await enable();
  while (enabled.status === 409) enabled = await enable();
  t.equal(enabled.status, 204);
  t.match(await receiver.next(), { event: { type: 'participant.joined' } });
  client.send('bye');
  t.match(await receiver.next(), { event: { type: 'participant.left' } });
  t.match(await receiver.next(), { event: { type: 'room.empty' } });
});

t.test('each receiver gets the types that its URL names, signed by each secret', async (t) => {
  const [lectures, rooms] = [await startReceiver(t), await startReceiver(t, otherSecret)];
  const { url } = await startServer(t, {
    webhookUrl: [
      `${lectures.url}#lecture.started+lecture.ended`,
      `${rooms.url}#room.empty`,
      `${rooms.url}/all`,
    ],
    webhookSecret: [webhookSecret, otherSecret],
  });
  const { teacher, lecture } = await startLecture(t, new Target(url), 0);
  await ask(teacher, 'SetLectureLiveStatus', { ...lecture, status: true });
  const started = await lectures.next();
  t.match(started.event, {
    type: 'lecture.started',
    data: { class: lecture.classUuid, lecture: { id: lecture.lectureId } },
  });
  t.ok(validators.lectureStarted(started.event));
  await teacher.client.close();
  const ended = await lectures.next();
  t.equal(summaryOf(ended), `lecture.ended lecture_${lecture.lectureId}`, 'the only teacher has left');
  t.ok(validators.lectureEnded(ended.event));
  let same = await rooms.next();
  while (same.event.type !== 'lecture.started') {
    if (same.request.url === '/hook') t.equal(same.event.type, 'room.empty');
    same = await rooms.next();
  }
  t.equal(same.id, started.id, 'the event has the same ID for both receivers');
});

t.test('a receiver that does not answer in time has not taken the event', async (t) => {
  const receiver = await startReceiver(t);
  const { url } = await startServer(t, {
    webhookUrl: [receiver.url],
    webhookSecret: [webhookSecret],
    webhookTimeout: 0.2,
  });
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
