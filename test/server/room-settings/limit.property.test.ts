import fc from 'fast-check';
import t from 'tap';
import type { Backplane } from '../../../server/backplane/backplane.js';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { ChatClient } from '../../../server/chat/chat-client.js';
import { ChatManager } from '../../../server/chat/chat-manager.js';
import type { Classroom } from '../../../server/classroom/classroom.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import { ALL_GRANTS, type Identity } from '../../../server/identity/identity.js';
import { IdentityProvider } from '../../../server/identity/identity-provider.js';
import { Namespaces } from '../../../server/namespaces/namespaces.js';
import { checkOptions } from '../../../server/options.js';
import { Refusal } from '../../../server/protocol/errors.js';
import { RoomPasswords } from '../../../server/room-settings/room-passwords.js';
import { RoomSettingsService } from '../../../server/room-settings/room-settings.js';
import { AccessControl } from '../../../server/session/access-control.js';
import { BatchSender } from '../../../server/socket/batch-sender.js';
import type { RoomSettings, Store } from '../../../server/store/store.js';
import { BudgetMeter } from '../../../server/util/budget-meter.js';

const room = {
  id: 'blue',
  title: '',
  public: false,
  locked: false,
  speech: 'everyone',
  createdAt: 0,
} as const;

const identityOf = (id: string): Identity => ({
  user: { id, name: id },
  role: 'presenter',
  grants: ALL_GRANTS,
});

/** The admission of a server whose database and backplane answer in the order that `wait` determines. */
async function open(backplane: LocalBackplane, max: number, wait: () => Promise<void>) {
  const late = (name: string) =>
    ['enter', 'leave', 'subscribe', 'watch', 'members'].includes(name) ? wait : async () => {};
  const slow = new Proxy(backplane, {
    get(target, name: keyof Backplane) {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        await late(name)();
        return method.apply(target, args);
      };
    },
  });
  const settings: RoomSettings = { ...room, max };
  const options = checkOptions();
  const budgets = new BudgetMeter();
  const store = {
    async room() {
      await wait();
      return settings;
    },
    isExcludedFromRoom: async () => false,
    hasRoomExclusions: async () => false,
  } as unknown as Store;
  const manager = new ChatManager(slow, new TickBatcher(new BatchSender('node')), 1e9);
  const rooms = new RoomSettingsService({
    store,
    backplane: slow,
    manager,
    passwords: new RoomPasswords(options, budgets, () => performance.now()),
    log: { error: (_, text) => t.fail(text) },
  });
  const access = new AccessControl({
    identities: new IdentityProvider('a secret', undefined),
    classroom: undefined as unknown as Classroom,
    rooms,
    waiting: { join: async () => {}, comeBack: async () => {} },
    namespaces: new Namespaces(manager, slow),
    store,
  });
  return { manager, access };
}

t.test('no interleaving lets more clients into a room than its limit, or leaves one behind', async (t) => {
  // A client's actions: it joins and might leave some steps later, even while it is still joining.
  const visits = fc.array(fc.option(fc.nat(6)), { minLength: 1, maxLength: 8 });
  const property = fc.asyncProperty(
    fc.scheduler(),
    fc.integer({ min: 1, max: 4 }),
    visits,
    async (s, max, all) => {
      const backplane = new LocalBackplane();
      const wait = () => s.schedule(Promise.resolve());
      const { manager, access } = await open(backplane, max, wait);
      let most = 0;
      const here = new Set<string>();
      await backplane.watchMembers('blue', {
        joined: ({ id }) => {
          here.add(id);
          most = Math.max(most, here.size);
        },
        updated() {},
        left: (id) => here.delete(id),
      });
      const refusals: string[] = [];
      const visit = async (stay: number | null, index: number): Promise<ChatClient> => {
        const client = new ChatClient(`c${index}`, identityOf(`u${index}`), 'blue', false);
        await manager.add(client);
        const coming = access
          .checkMayJoin(client, 'blue', { address: '' })
          .then(() => access.join(client, 'blue'))
          .catch((error: unknown) => {
            if (!(error instanceof Refusal)) throw error;
            refusals.push(error.code);
          });
        if (stay !== null) {
          for (let step = 0; step < stay; step++) await wait();
          await manager.leave(client, 'blue');
        }
        await coming;
        return client;
      };
      const clients = await s.waitFor(Promise.all(all.map(visit)));
      const inside = clients.filter((client) => client.rooms.has('blue')).map(({ id }) => id);
      await backplane.close();
      for (const { rooms } of clients) {
        if (rooms.has('blue') && rooms.get('blue') !== manager.rooms.get('blue'))
          t.fail('clients left in a closed room');
      }
      // Every client in the list is in the room, and vice versa.
      t.same([...here].sort(), inside.sort());
      for (const code of refusals) if (!['full', 'conflict'].includes(code)) t.fail(code);
      return most <= max;
    },
  );
  await fc.assert(property, { numRuns: 200 });
  t.pass('200 interleavings');
});
