import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { logIn, resume } from '../../helpers/nodes.js';
import { startServer } from '../../helpers/server.js';
import { startServerProcess } from '../../helpers/server-process.js';
import { startReceiver, summaryOf, webhookSecret } from '../../helpers/webhook-receiver.js';

t.test('events survive a kill, and a client that resumes after it does not join again', async (t) => {
  const receiver = await startReceiver(t);
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  // The receiver does not answer, so that the server dies while it sends.
  receiver.answer = () => undefined;
  const killed = await startServerProcess({
    LECTERN_DATA: data,
    LECTERN_WEBHOOK_URL: receiver.url,
    LECTERN_WEBHOOK_SECRET: webhookSecret,
  });
  t.teardown(() => killed.stop());
  const ann = await logIn(t, killed);
  const ben = await logIn(t, killed);
  const unanswered = await receiver.next();
  t.equal(summaryOf(unanswered), `participant.joined ${ann.id}`);
  await killed.stop();

  receiver.answer = () => ({ status: 204 });
  const server = await startServer(t, {
    data,
    webhookUrl: [receiver.url],
    webhookSecret: [webhookSecret],
  });
  t.equal((await receiver.next()).id, unanswered.id, 'it is sent again');
  t.equal(summaryOf(await receiver.next()), `participant.joined ${ben.id}`);
  const again = await resume(t, server, ann.ticket);
  t.equal(again.status, 'ok');
  again.client.send('bye');
  t.equal(summaryOf(await receiver.next()), `participant.left ${ann.id}`, 'the first event after it resumed');
});
