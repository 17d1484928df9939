import t from 'tap';
import { logIn, resume, serveNodes, startNodes, startShared, visit } from '../../helpers/nodes.js';
import { startReceiver, summaryOf, webhookSecret } from '../../helpers/webhook-receiver.js';

t.test(
  'one node sends the events of all nodes, another one takes over, and each client leaves once',
  async (t) => {
    const shared = await startShared(t);
    const receiver = await startReceiver(t);
    const [dying] = await serveNodes(t, shared, 1, {
      LECTERN_WEBHOOK_URL: receiver.url,
      LECTERN_WEBHOOK_SECRET: webhookSecret,
    });
    if (!dying) throw new Error('expected a node');
    const ann = await logIn(t, dying);
    t.equal(summaryOf(await receiver.next()), `participant.joined ${ann.id}`, 'the first node sends');
    const settings = { webhookUrl: [receiver.url], webhookSecret: [webhookSecret] };
    const [node] = await startNodes(t, shared, 1, settings);
    if (!node) throw new Error('expected a node');
    const ben = await visit(t, node);
    t.equal(summaryOf(await receiver.next()), `participant.joined ${ben.id}`);

    // The node dies while it sends.
    receiver.answer = () => undefined;
    const eve = await logIn(t, dying, 1);
    const unanswered = await receiver.next();
    t.equal(summaryOf(unanswered), `participant.joined ${eve.id}`);
    await dying.stop();
    receiver.answer = () => ({ status: 204 });
    const again = await resume(t, node, ann.ticket);
    t.equal(again.status, 'ok');
    const repeated = await receiver.next();
    t.equal(repeated.id, unanswered.id, 'the other node sends it again');
    t.equal(summaryOf(await receiver.next()), `participant.left ${eve.id}`, 'it has not resumed in time');
    again.client.send('bye');
    t.equal(summaryOf(await receiver.next()), `participant.left ${ann.id}`, 'it has moved to the other node');
    ben.client.send('bye');
    t.same(await receiver.summaries(2), [`participant.left ${ben.id}`, 'room.empty blue']);
  },
);
