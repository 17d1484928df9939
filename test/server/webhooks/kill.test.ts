import t from 'tap';
import { freePort } from '../../helpers/free-port.js';
import { logIn, resume } from '../../helpers/nodes.js';
import { startServerProcess } from '../../helpers/server-process.js';
import { startReceiver, summaryOf, webhookSecret } from '../../helpers/webhook-receiver.js';

t.test('events survive a kill, and clients that do not come back after it leave once', async (t) => {
  const receiver = await startReceiver(t);
  const options = {
    LECTERN_DATA: t.testdir({}),
    LECTERN_PORT: `${await freePort()}`,
    LECTERN_WEBHOOK_URL: receiver.url,
    LECTERN_WEBHOOK_SECRET: webhookSecret,
  };
  // The receiver does not answer, so that the server dies while it sends.
  receiver.answer = () => undefined;
  const first = await startServerProcess(options);
  t.teardown(() => first.stop());
  const ann = await logIn(t, first);
  const ben = await logIn(t, first);
  const unanswered = await receiver.next();
  t.equal(summaryOf(unanswered), `participant.joined ${ann.id}`);
  await first.stop();

  receiver.answer = () => ({ status: 204 });
  const second = await startServerProcess(options);
  t.teardown(() => second.stop());
  t.equal((await receiver.next()).id, unanswered.id, 'it is sent again');
  t.equal(summaryOf(await receiver.next()), `participant.joined ${ben.id}`);
  const again = await resume(t, second, ann.ticket);
  t.equal(again.status, 'ok');
  const eve = await logIn(t, second);
  const last = await receiver.next();
  t.equal(summaryOf(last), `participant.joined ${eve.id}`, 'the first event after it resumed');
  await second.stop();

  // Clients have left if they do not come back in this time.
  const third = await startServerProcess({ ...options, LECTERN_TICKET_LIFETIME: '1' });
  t.teardown(() => third.stop());
  const left: string[] = [];
  while (left.length < 4) {
    const received = await receiver.next();
    // The server can have died before it had stored that this one was taken.
    if (received.id !== last.id) left.push(summaryOf(received));
  }
  t.equal(left.pop(), 'room.empty blue');
  t.same(left.sort(), [ann, ben, eve].map(({ id }) => `participant.left ${id}`).sort());
});
