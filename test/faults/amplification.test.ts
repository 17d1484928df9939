import { type ClientMessageType, namespaceOf } from 'lectern-protocol';
import { clientMessages } from 'lectern-protocol/client-messages';
import t from 'tap';
import { startServer } from '../helpers/server.js';
import { Crowd } from './amplification/crowd.js';
import { roundsOf } from './amplification/payloads.js';
import { excessesOf, toPage } from './amplification/report.js';

// A small version of amplification.ts, which measures all types with 250 clients.

const CLIENTS = 12;
const types: ClientMessageType[] = ['text', 'profile', 'CreateLecture', 'GetLectures', '/layout NOTIFY'];

t.test('no message causes more than the bounds allow, and the page tells it', async (t) => {
  const { url } = await startServer(t, { refusals: 1_000_000, guestStorageRate: 1e9 });
  // The processor time and the disk of this process are those of the clients as well.
  const crowd = new Crowd({ url, cpuSeconds: () => 0, storedBytes: () => 0 });
  t.teardown(() => crowd.close());
  await crowd.gather(CLIENTS);
  const found = [];
  for (const type of types) found.push(await crowd.measure(type));
  t.equal(crowd.connected, CLIENTS);
  for (const each of found) {
    t.same(excessesOf(each, CLIENTS), [], each.type);
    t.ok(each.bytesIn > 0 && each.bytesOut > 0, `${each.type}: ${each.bytesIn} in, ${each.bytesOut} out`);
  }
  const [text] = found;
  t.ok(text && text.bytesOut > text.bytesIn * (CLIENTS - 2), 'everyone in the room receives a text');
  t.ok(text && text.heldBytes > 0, 'and the log retains it');
  t.match(toPage(found, CLIENTS), /^\| text \| \d+ × \d+ \| /m);
});

t.test('a type that causes more than a bound is reported', async (t) => {
  const cause = {
    type: 'text',
    messages: 1,
    bytesIn: 1,
    heldBytes: 1,
    storedBytes: 1,
    cpuSeconds: 0,
  } as const;
  t.same(excessesOf({ ...cause, bytesOut: 10 }, 10), []);
  const found = excessesOf({ ...cause, bytesOut: 10_000_000 }, 10);
  t.match(found, [/^text: outPerClient is \d+\.\d, more than/]);
});

t.test('the measured messages are valid', async (t) => {
  const id = '5b1c9d2e-0000-4000-8000-000000000003';
  const places = { classUuid: id, lectureId: 1, markerId: 1, roomId: id, clientId: id, userId: id };
  for (const [key, frames] of Object.entries(roundsOf(places))) {
    const namespace = namespaceOf(key.split(' ')[0] ?? '');
    for (const [type, data] of frames) {
      const { validate, optional } =
        clientMessages[(namespace === '' ? type : `${namespace} ${type}`) as ClientMessageType];
      t.ok(!validate || (data === undefined && optional) || validate(data), `${key}: ${type}`);
    }
  }
});
