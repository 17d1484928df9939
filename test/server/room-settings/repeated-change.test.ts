import t from 'tap';
import type { Backplane } from '../../../server/backplane/backplane.js';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { ChatManager } from '../../../server/chat/chat-manager.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import { checkOptions } from '../../../server/options.js';
import { Refusal } from '../../../server/protocol/errors.js';
import { RoomPasswords } from '../../../server/room-settings/room-passwords.js';
import { RoomSettingsService } from '../../../server/room-settings/room-settings.js';
import { BatchSender } from '../../../server/socket/batch-sender.js';
import { openStore } from '../../../server/store/open-store.js';
import { BudgetMeter } from '../../../server/util/budget-meter.js';

t.test('a change of settings that a node could not announce is announced when it is repeated', async (t) => {
  const store = await openStore({ data: t.testdir({}) });
  t.teardown(() => store.close());
  const shared = new LocalBackplane();
  t.teardown(() => shared.close());
  const open = async (backplane: Backplane) => {
    const service = new RoomSettingsService({
      store,
      backplane,
      manager: new ChatManager(shared, new TickBatcher(new BatchSender('node')), 1e9),
      passwords: new RoomPasswords(checkOptions({}), new BudgetMeter(), () => performance.now()),
      log: { error: (_, text) => t.fail(text) },
    });
    await service.open();
    t.teardown(() => service.close());
    return service;
  };
  const unreachable = () => Promise.reject(new Refusal('unavailable', 'Redis cannot be reached'));
  const failing = await open(Object.create(shared, { append: { value: unreachable } }));
  const others = [await open(shared), await open(shared)] as const;
  const by = { userId: 'ann', address: '192.0.2.1' };
  const request = (id: number) => ({ clientId: 'ann', id });
  const titles = () => Promise.all(others.map(async (service) => (await service.settings('blue'))?.title));

  const room = { room_id: 'blue', title: 'Blue' };
  t.same(await titles(), [undefined, undefined]);
  await t.rejects(failing.create(room, by, request(1)), { code: 'unavailable' });
  t.equal((await others[0].create(room, by, request(1))).repeated, true);
  t.same(await titles(), ['Blue', 'Blue']);

  await t.rejects(failing.update('blue', { title: 'Sky' }, by, request(2)), { code: 'unavailable' });
  t.equal((await others[0].update('blue', { title: 'Sky' }, by, request(2))).repeated, true);
  t.same(await titles(), ['Sky', 'Sky']);
});
