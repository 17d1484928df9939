import t from 'tap';
import { mailboxLog, type PresenceListener } from '../../../server/backplane/backplane.js';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { ChatClient } from '../../../server/chat/chat-client.js';
import { ChatManager } from '../../../server/chat/chat-manager.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import { decode } from '../../../server/protocol/codec.js';
import { BatchSender } from '../../../server/socket/batch-sender.js';

/** The state of a cluster as seen by a node that is not told of new members yet. */
class UninformedNode extends LocalBackplane {
  override watchMembers(roomId: string, _: PresenceListener) {
    return this.members(roomId);
  }
}

const guest = (id: string): ChatClient =>
  new ChatClient(
    id,
    {
      guest: true,
      user: { id, name: id },
      role: 'presenter',
      grants: { rooms: ['*'], classes: ['*'], create: true },
    },
    undefined,
    false,
  );

const offerTo = (receiver: string) =>
  decode(JSON.stringify({ type: 'offer', receiver, data: { type: 'offer', sdp: 'v=0' } }), 100, {
    messageBytes: 1000,
    depth: 32,
  });

t.test('a signal reaches a member that the node of its sender has not been told about', async (t) => {
  const cluster = new UninformedNode();
  const manager = new ChatManager(cluster, new TickBatcher(new BatchSender('node')), 1e9);
  const [ann, bob] = [guest('ann'), guest('bob')];
  await manager.join(ann, 'blue');
  await t.rejects(async () => manager.relay(ann, offerTo('bob')), { code: 'unknown-receiver' });
  await manager.join(bob, 'blue');
  const received: string[] = [];
  await cluster.subscribe(mailboxLog('bob'), { deliver: (envelope) => received.push(envelope), gap() {} });
  await manager.relay(ann, offerTo('bob'));
  t.match(
    received.map((envelope) => JSON.parse(envelope)),
    [{ type: 'offer', sender: 'ann' }],
  );
});
