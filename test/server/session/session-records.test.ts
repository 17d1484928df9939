import t from 'tap';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { singleNode } from '../../../server/backplane/node-registry.js';
import { type SessionRecord, SessionRecords } from '../../../server/session/session-records.js';
import type { StoredSession } from '../../../server/store/store.js';

const record = (generation: number): SessionRecord => ({
  clientId: 'a',
  identity: {
    user: { id: 'ann', name: 'Ann' },
    role: 'presenter',
    grants: { rooms: ['*'], classes: ['*'], create: true },
  },
  username: 'Ann',
  endpointRoom: 'blue',
  deltas: true,
  protocol: '1.2',
  keepTime: 30_000,
  node: '',
  generation,
  latest: 1,
  ticketId: `ticket ${generation}`,
  former: undefined,
  places: {},
  logs: {},
});

t.test(
  'of two records written by two nodes, the database keeps the newer one, whichever arrives last',
  async (t) => {
    const backplane = new LocalBackplane();
    const rows = new Map<string, string>();
    /** A database that the test can make unreachable for one node. */
    const store = (passes: Promise<void>, begun = () => {}) => ({
      session: async () => undefined,
      async saveSession({ clientId, record }: StoredSession) {
        begun();
        await passes;
        rows.set(clientId, record);
      },
      async deleteSession() {},
    });
    const log = { error: (fields: object, text: string) => t.fail(text, fields) };
    const node = (given: ReturnType<typeof store>) =>
      new SessionRecords({ backplane, nodes: singleNode, store: given, log }, 60_000);
    let pass = () => {};
    let began = () => {};
    const begun = new Promise<void>((resolve) => {
      began = resolve;
    });
    const slow = node(
      store(
        new Promise<void>((resolve) => {
          pass = resolve;
        }),
        () => began(),
      ),
    );
    const older = slow.set(record(1), 0);
    await begun;
    const found = await backplane.get('session/a');
    await node(store(Promise.resolve())).set(record(2), found?.version ?? 0);
    pass();
    await older;
    t.equal((JSON.parse(rows.get('a') ?? '') as SessionRecord).generation, 2);
  },
);

t.test('a lost record is rewritten only by the node that resumed the client last', async (t) => {
  const rows = new Map([['a', record(4)]]);
  const store = {
    async session(clientId: string) {
      const found = rows.get(clientId);
      return found && { clientId, record: JSON.stringify(found), expires: 0 };
    },
    async saveSession() {},
    async deleteSession() {},
  };
  const log = { error: (fields: object, text: string) => t.fail(text, fields) };
  const records = new SessionRecords(
    { backplane: new LocalBackplane(), nodes: singleNode, store, log },
    60_000,
  );
  t.equal(await records.versionToReplace('a', 4), 0, 'its own record is the newest');
  t.equal(await records.versionToReplace('a', 3), undefined, 'another node has resumed the client since');
  t.equal(await records.versionToReplace('b', 3), undefined, 'a client that has left is not lost');
  await records.set({ ...record(4), node: 'another' }, 0);
  t.equal(await records.versionToReplace('a', 4), undefined, 'nothing is lost');
});
