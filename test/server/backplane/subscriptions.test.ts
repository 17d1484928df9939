import t from 'tap';
import type { Presence } from '../../../server/backplane/backplane.js';
import { LogSubscription } from '../../../server/backplane/log-subscription.js';
import { PresenceSubscription } from '../../../server/backplane/presence-subscription.js';

const log = { warn() {} };

t.test(
  'appending to a log whose subscription has just started does not wait for messages without a listener',
  async (t) => {
    const feed = new LogSubscription({
      log,
      head: async () => ({ epoch: 'e', seq: 3 }),
      read: async () => [],
    });
    const told = feed.whenDelivered({ epoch: 'e', seq: 3 });
    t.same(await feed.position(), { epoch: 'e', seq: 3 });
    await told;
  },
);

t.test('changing the members does not wait for a change that was lost with all the others', async (t) => {
  const ann: Presence = { id: 'a', username: 'Ann', userId: 'a', role: 'presenter' };
  const held = { changes: 5, members: [ann] };
  const feed = new PresenceSubscription(async () => held, log);
  await feed.members();
  const told = feed.whenDelivered(7);
  held.changes = 1;
  feed.catchUp();
  await told;
  t.same(await feed.members(), [ann]);
});

t.test('changing the members before they were read does not wait', async (t) => {
  const feed = new PresenceSubscription(async () => ({ changes: 2, members: [] }), log);
  const told = feed.whenDelivered(2);
  t.same(await feed.members(), []);
  await told;
});
