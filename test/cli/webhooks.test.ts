import t from 'tap';
import { apiKey } from '../helpers/api.js';
import { visit } from '../helpers/nodes.js';
import { startServer } from '../helpers/server.js';
import { startReceiver, summaryOf, webhookSecret } from '../helpers/webhook-receiver.js';
import { lectern } from './command.js';

t.test('events that a webhook did not take are listed and sent again', async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = () => ({ status: 500 });
  const { url } = await startServer(t, {
    apiKey,
    webhookUrl: [`${receiver.url}?key=hidden#participant.joined+participant.left`],
    webhookSecret: [webhookSecret],
    webhookAttempts: 1,
  });
  const run = (...args: string[]) =>
    lectern(t, ['webhooks', ...args, '--url', url], { LECTERN_API_KEY: apiKey }).outcome;
  const { client, id } = await visit(t, { url });
  const joined = await receiver.next();
  client.send('bye');
  // The room's second event shows that the first one was given up.
  const left = await receiver.next();
  receiver.answer = () => ({ status: 204 });

  const listed = await run('dead', '--json', '-n', '1000');
  t.match(listed, { code: 0, stderr: '' });
  const [first] = listed.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  t.match(first, {
    event: joined.id,
    body: joined.event,
    attempts: 1,
    error: 'status 500',
    url: receiver.url,
  });
  const table = (await run('dead')).stdout;
  t.match(table, /^ID +TIME +EVENT +ROOM +URL +ATTEMPTS +ERROR\n/);
  t.match(
    table,
    new RegExp(`^${first.id} +\\S+Z +participant\\.joined +blue +\\S+/hook +1 +status 500$`, 'm'),
  );
  t.notMatch(table, /hidden/);
  t.match(await run('retry', String(first.id)), { code: 0, stdout: 'Sending 1 event again.\n' });
  const again = await receiver.next();
  t.equal(again.id, joined.id);
  t.equal(summaryOf(again), `participant.joined ${id}`);
  t.match(await run('retry', '--all'), { code: 0, stdout: 'Sending 1 event again.\n' });
  t.equal((await receiver.next()).id, left.id);
  t.match(
    (await run('list')).stdout,
    /^ID +URL +EVENTS +STATE +PENDING .*\n\d+ +\S+ +participant\.joined\+participant\.left +active /,
  );
  t.match(await run('retry'), { code: 2, stderr: /either the IDs of events or --all is required/ });
  t.match(await run('retry', 'first'), { code: 2, stderr: /the ID of an event is a number, found 'first'/ });
  t.match(await run('enable', '1'), { code: 1, stderr: /endpoint 1 is active, and not disabled/ });
  t.match(await run('discard', '99'), {
    code: 1,
    stderr: /there is no endpoint 99.*\n {2}try: `lectern webhooks list`/,
  });
});
